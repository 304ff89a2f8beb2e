import { join } from "node:path";
import { PatchkitError } from "../errors.ts";
import { isFolder, readText } from "../host/files.ts";
import type { Draft } from "./draft.ts";
import { starterFiles } from "./draft-variant.ts";
import { addElement, editSource, importName } from "./edit-source.ts";
import { assertName, formsOf, type NameForms } from "./names.ts";

const list = "src/proposals/index.ts";

/** What there is already. */
export interface Surroundings {
  /** Ids of all variants. */
  readonly variants: readonly string[];
  /** Files that a proposal looks at; the new one begins with the same. */
  readonly files: { readonly main: string; readonly since: string; readonly references: string };
}

/**
 * A proposal with a fact, and with a variant of the same name, made of the starter.
 *
 * @throws PatchkitError `usage/bad-argument` for a bad or taken name.
 */
export async function draftProposal(
  root: string,
  name: string,
  { variants, files }: Surroundings,
): Promise<Draft> {
  assertName("proposal", name);
  const forms = formsOf(name);
  const room = `src/proposals/${name}`;
  if ((await isFolder(join(root, room))) || variants.includes(name))
    throw new PatchkitError(
      "usage/bad-argument",
      `expected a new name, found a proposal or variant ${name}`,
      {
        hint: "Choose another name.",
      },
    );
  const templates = await starterFiles(join(root, "templates/_starter"), name, `templates/${name}/${name}`);
  const test = `test/proposals/${name}/probes.test.ts`;
  return {
    root,
    files: new Map([
      [`${room}/index.ts`, indexText(forms, files)],
      [`${room}/facts.ts`, factsText(forms)],
      [`${room}/probes.ts`, probesText(forms, files)],
      [`${room}/view.ts`, viewText()],
      [test, testText(forms)],
      [`test/proposals/${name}/view.test.ts`, viewTestText(forms)],
      ...templates,
    ]),
    changed: new Map([
      [
        list,
        await editSource(await readText(join(root, list)), (file) => {
          addElement(file, "proposals", forms.camel);
          importName(file, forms.camel, `./${name}/index.ts`);
        }),
      ],
    ]),
    next: [
      `Say what the proposal looks at, and write its probes: ${room}/index.ts, ${room}/probes.ts`,
      `npx vitest run test/proposals/${name}`,
      `Replace the example of its variant by your change: templates/${name}/${name}`,
      `npm run build && node dist/bin/cilium-patchkit.js variants lists it`,
    ],
  };
}

function indexText({ camel, kebab }: NameForms, { since, references }: Surroundings["files"]): string {
  return `import type { Proposal } from "../proposal.ts";
import { mainFile, probes } from "./probes.ts";
import { vocabulary } from "./view.ts";

/** To be described: what its variants do, in one sentence. */
export const ${camel}: Proposal = {
  id: "${kebab}",
  about: "To be described: what its variants do, in one sentence.",
  survey: {
    files: {
      main: mainFile,
      since: ${JSON.stringify(since)},
      paths: [mainFile],
      folders: [],
      references: ${JSON.stringify(references)},
    },
    probes,
  },
  vocabulary,
  words: [],
};
`;
}

function factsText({ pascal }: NameForms): string {
  return `/** What is known of a release. */
export type ${pascal}Facts = {
  /** Content of the VERSION file; only a label, no code depends on it. */
  readonly version: string;
  /** \`go\` line of go.mod, "" if there is no module. */
  readonly goVersion: string;
  /** A type of the main file. */
  readonly mainType: string;
};
`;
}

function probesText({ pascal }: NameForms, { main }: Surroundings["files"]): string {
  return `import { type Found, type Probe, releaseProbes, type Sources } from "../../profile/index.ts";
import type { ${pascal}Facts } from "./facts.ts";

/** The Go file that the proposal is about. */
export const mainFile = ${JSON.stringify(main)};

/** A probe for every fact, which the type checks. */
export const probes: { readonly [Name in keyof ${pascal}Facts]: Probe<${pascal}Facts[Name]> } = {
  ...releaseProbes,
  mainType,
};

/** To be replaced by facts of your own; say for which releases each was tried. */
function mainType(sources: Sources): Found<string> {
  if (!sources.go(mainFile)) return { missing: \`\${mainFile} does not exist\` };
  return { missing: "the probe of mainType is not written yet" };
}
`;
}

function viewText(): string {
  return `import type { Vocabulary } from "../../plan/index.ts";

/** The names of this proposal's templates: none yet. */
export const vocabulary: Vocabulary = {
  names: () => ({}),
  whyNothing: () => undefined,
  ownImportsFirst: () => true,
};
`;
}

function viewTestText({ kebab }: NameForms): string {
  return `import { expect, it } from "vitest";
import { vocabulary } from "../../../src/proposals/${kebab}/view.ts";

it("has no names yet, and always something to decide", () => {
  expect(vocabulary.names({}, {})).toEqual({});
  expect(vocabulary.whyNothing({}, {})).toBeUndefined();
  expect(vocabulary.ownImportsFirst({})).toBe(true);
});
`;
}

function testText({ kebab }: NameForms): string {
  return `import { expect, it } from "vitest";
import type { Sources } from "../../../src/profile/sources.ts";
import { mainFile, probes } from "../../../src/proposals/${kebab}/probes.ts";
import { makeGoParser } from "../../helpers/go.ts";

const parser = await makeGoParser();

/** A tree with that main file. */
function tree(text: string): Sources {
  return { go: (path: string) => (path === mainFile ? parser.parse(path, text) : undefined) } as unknown as Sources;
}

it("finds the type of the main file", () => {
  const found = probes.mainType(tree("package example\\n\\ntype Example struct{}\\n"));
  expect(found, "write the probe in src/proposals/${kebab}/probes.ts, then say here what it finds").toEqual({
    value: "Example",
    at: { path: mainFile, line: 3 },
  });
});
`;
}
