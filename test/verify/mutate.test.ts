import { beforeAll, describe, expect, it } from "vitest";
import type { GoParser } from "../../src/golang/index.ts";
import { mutantsIn, mutateTexts, planMutants } from "../../src/verify/mutate.ts";
import { makeGoParser } from "../helpers/go.ts";

let parser: GoParser;
beforeAll(async () => {
  parser = await makeGoParser();
});

const path = "pkg/p/file.go";
const before = `package p

func f(a, b bool) error {
	if a {
		return nil
	}
	return g()
}
`;
const after = `package p

func f(a, b bool) error {
	if a && !b {
		return nil
	}
	if b {
		return h()
	}
	return g()
}

func kept(n int) bool {
	return n > 1 || n < -1
}
`;

describe("planMutants", () => {
  it("takes what the base does not have, function by function", () => {
    const planned = planMutants([{ path, before, after }], parser);
    expect(planned.map(({ line, change, text }) => `${line} ${change} ${text}`)).toEqual([
      "4 inverted a && !b",
      "4 dropped !b",
      "5 dropped return nil",
      "7 inverted b",
      "8 dropped return h()",
      "14 inverted n > 1 || n < -1",
      "14 dropped n > 1",
      "14 dropped n < -1",
    ]);
    expect(planned.map(({ id }) => id)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it("takes everything of a new file, and nothing of tests, other files and files that went", () => {
    expect(planMutants([{ path, before: undefined, after: before }], parser)).toHaveLength(2);
    expect(planMutants([{ path: "pkg/p/a_test.go", before: undefined, after: before }], parser)).toEqual([]);
    expect(planMutants([{ path: "a.md", before: undefined, after: before }], parser)).toEqual([]);
    expect(planMutants([{ path, before, after: undefined }], parser)).toEqual([]);
    expect(planMutants([{ path, before, after: before }], parser)).toEqual([]);
  });
});

describe("mutateTexts", () => {
  it("gives Go that parses, on the same lines, with a switch for each mutant", () => {
    const files = [{ path, before, after }];
    const planned = planMutants(files, parser);
    const texts = mutateTexts(files, planned);
    const text = texts.get(path) ?? "";
    parser.parse(path, text).dispose();
    expect(text.split("\n")).toHaveLength(after.split("\n").length);
    expect(text.split("\n")[3]).toBe("\tif (patchkitMutant(1) != (a && (patchkitMutant(2) || (!b)))) {");
    expect(text.split("\n")[4]).toBe("\t\tif !patchkitMutant(3) { return nil }");
    for (const { id } of planned) expect(text.split(`patchkitMutant(${id})`)).toHaveLength(2);
    expect(texts.get("pkg/p/patchkit_mutants.go")).toContain("package p\n");
  });

  it("leaves files without mutants out", () => {
    expect(mutateTexts([{ path, before, after: before }], []).size).toBe(0);
  });
});

describe("mutantsIn", () => {
  it("are those on the lines a compiler complains of, wherever the file lies", () => {
    const planned = planMutants([{ path, before, after }], parser);
    const output = `# p\n/tmp/shown/files/${path}:7:5: declared and not used\nother/file.go:4:1: no`;
    expect(mutantsIn(output, planned).map(({ id }) => id)).toEqual([4]);
  });
});
