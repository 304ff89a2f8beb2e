import { readdirSync } from "node:fs";
import { join } from "node:path";
import { Project } from "ts-morph";
import { describe, expect, it } from "vitest";
import { packageRoot } from "../src/host/assets.ts";
import { groups } from "./groups.ts";
import { decides, settleMirrors, startsProgram } from "./helpers/mirror-rules.ts";
import { unmirrored } from "./unmirrored.ts";

function filesBelow(folder: string): string[] {
  return readdirSync(join(packageRoot, folder), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts"))
    .sort();
}

function parse(text: string) {
  return new Project({ useInMemoryFileSystem: true }).createSourceFile("file.ts", text);
}

describe("the tests", () => {
  const project = new Project({ skipAddingFilesFromTsConfig: true, skipFileDependencyResolution: true });
  const tests = filesBelow("test").filter((path) => path.endsWith(".test.ts"));

  it("mirror every file of src/ that decides something, but for a list that may only shrink", () => {
    const deciding = filesBelow("src").filter((path) =>
      decides(project.addSourceFileAtPath(join(packageRoot, "src", path))),
    );
    expect(settleMirrors(deciding, tests, unmirrored)).toEqual({ lacking: [], listedInVain: [] });
  });

  it("start the program in the folders of a slow group only", () => {
    const slow = new Set(Object.values(groups).flat());
    const found = tests
      .filter((path) => !slow.has(path.split("/")[0] ?? ""))
      .filter((path) => startsProgram(project.addSourceFileAtPath(join(packageRoot, "test", path))));
    expect(found).toEqual([]);
  });
});

// A rule that sees nothing is kept by everyone.
describe("the rules", () => {
  it("see a file without a test, and a name on the list that need not be there", () => {
    const deciding = ["text/a.ts", "text/b.ts", "text/c.ts"];
    const tests = ["text/a.test.ts", "text/c.test.ts"];
    expect(settleMirrors(deciding, tests, ["text/c.ts", "text/gone.ts"])).toEqual({
      lacking: ["text/b.ts"],
      listedInVain: ["text/c.ts", "text/gone.ts"],
    });
  });

  it.each([
    ["types alone", "export interface A { read(): string }\nexport type B = () => void;", false],
    ["other files' exports", 'export { a } from "./a.ts";\nexport type { B } from "./b.ts";', false],
    ["values", 'export const limits = { a: 1, b: ["x"] };', false],
    ["a function", "export function a() { return 1; }", true],
    ["an arrow function", "export const a = (b: number) => b + 1;", true],
    ["a method", "export class A { b() { return 1; } }", true],
    ["a method of an object", "export const a = { b() { return 1; } };", true],
  ])("take a file of %s for what it is", (_, text, expected) => {
    expect(decides(parse(text))).toBe(expected);
  });

  it.each([
    ["one that runs it", 'import { patchkit } from "../helpers/clone-program.ts"; patchkit([]);', true],
    ["one whose series it makes", 'import { plantedSeries } from "../helpers/planted-series.ts";', true],
    ["one with a folder of its own", 'import { temporaryFolder } from "../helpers/clone-program.ts";', false],
  ])("tell a test that starts the program: %s", (_, text, expected) => {
    expect(startsProgram(parse(text))).toBe(expected);
  });
});
