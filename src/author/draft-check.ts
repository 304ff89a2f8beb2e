import { join } from "node:path";
import { PatchkitError } from "../errors.ts";
import { readText } from "../host/files.ts";
import type { Draft } from "./draft.ts";
import { addElement, editSource, importName } from "./edit-source.ts";
import { assertName, formsOf } from "./names.ts";

const list = "src/verify/checks/index.ts";

/**
 * A check in a file of its own, at the end of the list of checks. It runs only where `--checks` names it, until its
 * author says otherwise.
 *
 * @throws PatchkitError `usage/bad-argument` for a bad or taken name.
 */
export async function draftCheck(root: string, name: string): Promise<Draft> {
  assertName("check", name);
  const constant = `${formsOf(name).camel}Check`;
  const text = await readText(join(root, list));
  if (new RegExp(`\\b${constant}\\b`).test(text))
    throw new PatchkitError("usage/bad-argument", `${list}: expected no check ${name}, found one`, {
      hint: "Choose another name; `cilium-patchkit verify --help` lists the checks.",
    });
  const path = `src/verify/checks/${name}.ts`;
  const test = `test/verify/checks/${name}.test.ts`;
  return {
    root,
    files: new Map([
      [path, checkText(name, constant)],
      [test, testText(name, constant, path)],
    ]),
    changed: new Map([
      [
        list,
        await editSource(text, (file) => {
          addElement(file, "checks", constant);
          importName(file, constant, `./${name}.ts`);
        }),
      ],
    ]),
    next: [
      `Write what the check runs, and its words: ${path}`,
      `npx vitest run ${test}`,
      "npm run build && node scripts/schemas.mjs writes the schemas of its details",
      "Take onRequest away once it shall run by default; add a row to the table in README.md",
    ],
  };
}

function checkText(name: string, constant: string): string {
  return `import { z } from "zod";
import type { Check } from "../check.ts";
import { couldNotRun } from "../finding.ts";

const details = z.strictObject({ paths: z.array(z.string()) });

/** To be described: what a pass means. */
export const ${constant}: Check<typeof details> = {
  id: "${name}",
  words: "not written yet",
  details,
  needs: "git",
  onRequest: true,
  async run({ files }) {
    const paths = files.map(({ path }) => path);
    return couldNotRun(\`the check ${name} of \${paths.length} files is not written yet\`);
  },
  problems({ paths }) {
    return paths.map((path) => ({ what: \`${name}: \${path}\`, output: "" }));
  },
};
`;
}

function testText(name: string, constant: string, path: string): string {
  return `import { expect, it } from "vitest";
import type { CheckInput } from "../../../src/verify/check.ts";
import { ${constant} } from "../../../src/verify/checks/${name}.ts";

/** A series that changes one file. */
const input = { files: [{ path: "a.go", before: "package a\\n", after: "package b\\n" }] };

it("passes a series that is as it should be", async () => {
  if (${constant}.needs !== "git") throw new Error("expected a check that needs no engine");
  const { outcome } = await ${constant}.run(input as unknown as CheckInput);
  expect(outcome, "write run() in ${path}, then say here what it finds").toBe("pass");
});

it("has a problem for each path in its details", () => {
  expect(${constant}.problems({ paths: ["a.go"] })).toEqual([{ what: "${name}: a.go", output: "" }]);
});
`;
}
