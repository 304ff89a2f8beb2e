import { join } from "node:path";
import { PatchkitError } from "../errors.ts";
import { readText } from "../host/files.ts";
import type { Draft } from "./draft.ts";
import { addElement, editSource, importName } from "./edit-source.ts";
import { assertName, formsOf } from "./names.ts";

const list = "src/edit/kinds.ts";

/**
 * A kind of edit of text files in a file of its own, at the end of the list of kinds.
 *
 * @throws PatchkitError `usage/bad-argument` for a bad or taken name.
 */
export async function draftEdit(root: string, name: string): Promise<Draft> {
  assertName("edit", name);
  const { camel } = formsOf(name);
  const text = await readText(join(root, list));
  if (new RegExp(`\\b${camel}\\b`).test(text))
    throw new PatchkitError("usage/bad-argument", `${list}: expected no kind ${name}, found one`, {
      hint: "Choose another name.",
    });
  const path = `src/edit/${name}.ts`;
  const test = `test/edit/${name}.test.ts`;
  return {
    root,
    files: new Map([
      [path, kindText(name, camel)],
      [test, testText(name, camel, path)],
    ]),
    changed: new Map([
      [
        list,
        await editSource(text, (file) => {
          addElement(file, "kinds", camel);
          importName(file, camel, `./${name}.ts`);
        }),
      ],
    ]),
    next: [
      `Write where the text goes and how it is known to be there: ${path}`,
      `npx vitest run ${test} test/edit/kinds.test.ts`,
    ],
  };
}

function kindText(name: string, camel: string): string {
  return `import { z } from "zod";
import { commonFields } from "./edit-kind.ts";
import { mismatch } from "./mismatch.ts";
import { makeTextKind } from "./text-kind.ts";

/**
 * To be described: what the edit is for, and what it refuses. The example is read by a test.
 *
 *     ---
 *     file: notes.txt
 *     kind: ${name}
 *     at: first line
 *     ---
 *     second line
 */
export const ${camel} = makeTextKind({
  name: "${name}",
  header: z.strictObject({
    ...commonFields,
    at: z.string().min(1).describe("The line after which the text goes."),
  }),
  locate(file, edit) {
    throw mismatch(file, \`the line \${edit.at}\`, "that ${name} is not written yet");
  },
  isPresent: (file, edit) => \`\\n\${file.text}\`.includes(\`\\n\${edit.at}\\n\${edit.text}\`),
});
`;
}

function testText(name: string, camel: string, path: string): string {
  return `import { expect, it } from "vitest";
import { ${camel} } from "../../src/edit/${name}.ts";
import { textEdits } from "../helpers/text-edits.ts";

const { edited, refusal } = textEdits(${camel}, "notes.txt");

it("puts the text where it belongs, once, and can be undone (write locate() in ${path})", () => {
  expect(edited("one\\ntwo\\n", { at: "one" }, "more\\n")).toBe("one\\nmore\\ntwo\\n");
});

it("refuses a file without the place", async () => {
  expect(await refusal("two\\n", { at: "one" }, "more\\n")).toMatch(/^notes\\.txt: expected the line one, found /);
});
`;
}
