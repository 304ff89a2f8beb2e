import { join } from "node:path";
import { PatchkitError } from "../errors.ts";
import { kindAt } from "../host/file-kind.ts";
import { listTree, readText } from "../host/files.ts";
import { loadAllTemplates } from "../plan/index.ts";
import type { Draft } from "./draft.ts";
import { assertName, formsOf } from "./names.ts";

/** Where a variant is made. */
export interface VariantPlace {
  /** The package's own templates, with `_starter/` in it. */
  readonly bundled: string;
  /** Folder of templates; the bundled one for a variant of the package. */
  readonly dir: string;
  /** Ids of the proposals. */
  readonly proposals: readonly string[];
  /** The variant's proposal. */
  readonly proposal: string;
}

/**
 * A variant made of the starter.
 *
 * @throws PatchkitError `usage/bad-argument` for a bad or taken name, or an unknown proposal.
 */
export async function draftVariant(name: string, place: VariantPlace): Promise<Draft> {
  const { bundled, dir, proposals, proposal } = place;
  assertName("variant", name);
  if (!proposals.includes(proposal)) throw unknownProposal(proposal, proposals);
  const isOutside = dir !== bundled;
  const outside = isOutside && (await holdsTemplates(dir)) ? [dir] : [];
  const { variants } = await loadAllTemplates(bundled, proposals, outside);
  if (variants.some(({ spec }) => spec.id === name)) throw takenName(name);
  const files = await starterFiles(join(bundled, "_starter"), name, `${proposal}/${name}`);
  const flag = isOutside ? ` --templates ${dir}` : "";
  return {
    root: dir,
    files,
    changed: new Map(),
    next: [
      `Replace the example by your change: ${join(dir, proposal, name)}`,
      `cilium-patchkit variants --check ${dir}`,
      `cilium-patchkit verify --ref REF --variant ${name}${flag}`,
    ],
  };
}

/** The starter's files under a new name, by path below the folder of templates. */
export async function starterFiles(
  starter: string,
  name: string,
  folder: string,
): Promise<Map<string, string>> {
  const forms = formsOf(name);
  const renamed = (text: string) =>
    text
      .replaceAll("starter-example", forms.kebab)
      .replaceAll("starter_example", forms.snake)
      .replaceAll("StarterExample", forms.pascal);
  const paths = await listTree(starter);
  const texts = await Promise.all(paths.map((path) => readText(join(starter, path))));
  return new Map(paths.map((path, index) => [`${folder}/${path}`, renamed(texts[index] ?? "")]));
}

/** A folder with something in it is one of templates, or loading it says what it is. */
async function holdsTemplates(dir: string): Promise<boolean> {
  const found = await kindAt(dir);
  if (found === undefined) return false;
  return found !== "a folder" || (await listTree(dir)).length > 0;
}

function unknownProposal(found: string, known: readonly string[]): PatchkitError {
  return new PatchkitError(
    "usage/bad-argument",
    `expected one of the proposals ${known.join(", ")}, found ${JSON.stringify(found)}`,
    { hint: "Name one with --proposal ID." },
  );
}

function takenName(name: string): PatchkitError {
  return new PatchkitError("usage/bad-argument", `expected a new name, found a variant ${name}`, {
    hint: "Choose another name; `cilium-patchkit variants` lists those there are.",
  });
}
