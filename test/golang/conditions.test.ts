import { beforeAll, describe, expect, it } from "vitest";
import { findDecisions, type GoParser } from "../../src/golang/index.ts";
import { makeGoParser, parseGo } from "../helpers/go.ts";

let parser: GoParser;
beforeAll(async () => {
  parser = await makeGoParser();
});

function decisions(body: string): string[] {
  return findDecisions(parseGo(parser, body)).map(({ kind, text, line }) => `${line} ${kind} ${text}`);
}

describe("findDecisions", () => {
  it("finds conditions and the operands they are made of", () => {
    expect(decisions("func f(a, b, c bool) {\n\tif a && (b || !c) {\n\t\tg()\n\t}\n}")).toEqual([
      "3 condition a && (b || !c)",
      "3 and a",
      "3 and (b || !c)",
      "3 or b",
      "3 or !c",
    ]);
  });

  it("finds what functions of type bool return, other than a constant", () => {
    expect(decisions("func f(a int) bool {\n\treturn a > 1\n}\nfunc g() bool {\n\treturn true\n}")).toEqual([
      "3 condition a > 1",
    ]);
    expect(decisions("func h() error {\n\treturn g()\n}")).toEqual([]);
  });

  it("finds statements that leave early, and no others", () => {
    const body = `func f(a int) {
	for i := range xs {
		if i > a {
			continue
		}
		g(i)
	}
	if a > 2 {
		return
	} else {
		g(a)
	}
	g(a)
	if a > 3 {
		return
	}
}`;
    expect(decisions(body)).toEqual([
      "4 condition i > a",
      "5 leave continue",
      "9 condition a > 2",
      "15 condition a > 3",
    ]);
  });

  it("finds cases of a switch that compares with nothing", () => {
    const body =
      "func f(a int) {\n\tswitch {\n\tcase a > 1:\n\t\tg()\n\t}\n\tswitch a {\n\tcase 2:\n\t\tg()\n\t}\n}";
    expect(decisions(body)).toEqual(["4 condition a > 1"]);
  });

  it("names the condition that a statement leaves under", () => {
    const file = parseGo(parser, "func f(a int) {\n\tif a > 1 {\n\t\treturn\n\t}\n\tg()\n}");
    expect(findDecisions(file).map(({ under }) => under)).toEqual(["", "a > 1"]);
  });
});
