import { join } from "node:path";
import { type JSDoc, Node, Project } from "ts-morph";
import { describe, expect, it } from "vitest";
import { kinds } from "../../src/edit/kinds.ts";
import { parseEdit } from "../../src/edit/template.ts";
import { packageRoot } from "../../src/host/assets.ts";

interface Declared {
  readonly name: string;
  readonly docs: readonly JSDoc[];
}

/** The constants of src/edit that are made by makeKind or makeTextKind. */
function declaredKinds(): Declared[] {
  const project = new Project({ skipAddingFilesFromTsConfig: true });
  project.addSourceFilesAtPaths(join(packageRoot, "src/edit/*.ts"));
  return project.getSourceFiles().flatMap((file) =>
    file.getVariableDeclarations().flatMap((declaration): Declared[] => {
      const made = declaration.getInitializer();
      if (!Node.isCallExpression(made) || !/^make(Text)?Kind$/.test(made.getExpression().getText()))
        return [];
      const [name = ""] = /(?<=name: ")[\w-]+/.exec(made.getText()) ?? [];
      return [{ name, docs: declaration.getVariableStatement()?.getJsDocs() ?? [] }];
    }),
  );
}

/** The indented lines of a docstring, without their indentation. */
function exampleIn(docs: readonly JSDoc[]): string {
  const lines = docs
    .map((doc) => doc.getInnerText())
    .join("\n")
    .split("\n");
  return `${lines
    .flatMap((line) => /^ {4}(.*)/.exec(line)?.[1] ?? (line === "" ? [""] : []))
    .join("\n")
    .trim()}\n`;
}

describe("the kinds of edit", () => {
  const declared = declaredKinds();

  it("are all in the list", () => {
    const names = kinds.map(({ name }) => name);
    expect(declared.length).toBeGreaterThan(10);
    expect(declared.map(({ name }) => name).sort()).toEqual([...names].sort());
  });

  it.each(declared)("of which $name has a docstring whose example is one", ({ name, docs }) => {
    const edit = parseEdit("example", exampleIn(docs));
    expect(edit.kind).toBe(name);
    expect(edit.text.trim()).not.toBe("");
  });
});
