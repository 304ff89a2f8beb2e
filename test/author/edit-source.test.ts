import { expect, it } from "vitest";
import {
  addElement,
  addMember,
  addProperty,
  editSource,
  hasName,
  importName,
} from "../../src/author/edit-source.ts";

it("adds an element to a list in lines or in one, keeping comments", async () => {
  const add = (text: string) => editSource(text, (file) => addElement(file, "list", "c"));
  expect(await add("// top\nconst list = [\n  a, // why\n  b,\n];\nrest();\n")).toBe(
    "// top\nconst list = [\n  a, // why\n  b,\n  c,\n];\nrest();\n",
  );
  expect(await add("const list: readonly X[] = [a];\n")).toBe("const list: readonly X[] = [a, c];\n");
});

it("adds a property to an object", async () => {
  const text = "const probes = {\n  ...more,\n  a,\n};\n";
  expect(await editSource(text, (file) => addProperty(file, "probes", "b"))).toBe(
    "const probes = {\n  ...more,\n  a,\n  b,\n};\n",
  );
});

it("adds a member to an interface or to a type that is an object", async () => {
  for (const [open, close] of [
    ["export interface XFacts {", "}"],
    ["export type XFacts = {", "};"],
  ]) {
    const text = `interface Other {}\n\n${open}\n  /** One. */\n  readonly a: string;\n${close}\n`;
    expect(
      await editSource(text, (file) => addMember(file, /Facts$/, "/** Two. */\nreadonly b: string;")),
    ).toBe(
      `interface Other {}\n\n${open}\n  /** One. */\n  readonly a: string;\n  /** Two. */\n  readonly b: string;\n${close}\n`,
    );
    expect([await hasName(text, "a"), await hasName(text, "b")]).toEqual([true, false]);
  }
  await expect(editSource("", (file) => addMember(file, /Facts$/, "a: 1;"))).rejects.toThrow("Facts");
});

it("imports a name in the order of files", async () => {
  const text = 'import { a } from "./a.ts";\nimport { c } from "./c.ts";\n\nuse(a, c);\n';
  expect(await editSource(text, (file) => importName(file, "b", "./b.ts"))).toBe(
    'import { a } from "./a.ts";\nimport { b } from "./b.ts";\nimport { c } from "./c.ts";\n\nuse(a, c);\n',
  );
});
