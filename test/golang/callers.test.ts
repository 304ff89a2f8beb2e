import { describe, expect, it } from "vitest";
import { otherCallers } from "../../src/golang/index.ts";
import { makeGoParser } from "../helpers/go.ts";
import { indexPackages, takeMarks } from "../helpers/packages.ts";

const parser = await makeGoParser();

/** Where the package calls \`change\` apart from the marked calls, as \`path:line\`. */
function callers(marked: Readonly<Record<string, string>>): string[] {
  const parts = Object.entries(marked).map(([path, text]) => ({ path, ...takeMarks(text) }));
  const index = indexPackages(parser, Object.fromEntries(parts.map(({ path, text }) => [path, text])));
  const edited = new Map(parts.map(({ path, ranges }) => [path, ranges]));
  return otherCallers(index, "p", "change", edited).map(({ path, line }) => `${path}:${line}`);
}

const declared = "package p\n\nfunc (t *T) change(a int«, b int») {}\n";

describe("otherCallers", () => {
  it("passes over the declaration, edited calls, comments, strings and other names", () => {
    expect(
      callers({
        "p/p.go": `${declared}\nfunc f() {\n\tt.change(1«, 2»)\n\tt.change(\n\t\t«3»,\n\t)\n}\n`,
        "p/other.go":
          'package p\n\n// change is called by f.\nfunc g() {\n\tt.changed("change")\n\texchange(1)\n}\n',
        "q/q.go": "package q\n\nfunc g() {\n\tt.change(1)\n}\n",
      }),
    ).toEqual([]);
  });

  it("names calls that were not edited, in edited files and in others", () => {
    expect(
      callers({
        "p/p.go": `${declared}\nfunc f() {\n\tt.change(1«, 2»)\n\tt.change(3)\n}\n`,
        "p/p_test.go": "package p\n\nfunc TestX() {\n\tt.change(4)\n}\n",
      }),
    ).toEqual(["p/p.go:7", "p/p_test.go:4"]);
  });

  it("names what takes the function for a value", () => {
    expect(callers({ "p/p.go": `${declared}\nfunc f() {\n\trun(t.change«, 1»)\n}\n` })).toEqual(["p/p.go:6"]);
  });

  it("names an interface that lists the method", () => {
    expect(callers({ "p/p.go": `${declared}\ntype I interface {\n\tchange(a int)\n}\n` })).toEqual([
      "p/p.go:6",
    ]);
  });
});
