import { join } from "node:path";
import { z } from "zod";
import { badTemplate } from "../edit/index.ts";
import { isFolder, listNames, readTextIfThere } from "../host/files.ts";
import { type VariantSpec, variantSchema } from "./variant.ts";

/** Source of one template, named by its path below the templates folder. */
export interface TemplateSource {
  readonly name: string;
  readonly source: string;
}

/** The templates of one commit of a variant. */
export interface CommitTemplates {
  /** Folder name such as `20-skip-routes`. */
  readonly folder: string;
  readonly message: TemplateSource;
  /** In order of file name. */
  readonly edits: readonly TemplateSource[];
}

/** One variant of a proposal. */
export interface Variant {
  /** Id of the proposal. */
  readonly proposal: string;
  readonly spec: VariantSpec;
  readonly coverLetter: TemplateSource;
  /** Answers to what reviewers may object, kept beside the series; undefined if there are none. */
  readonly answers?: TemplateSource;
  /** In order of folder name, which is the order of the series. */
  readonly commits: readonly CommitTemplates[];
}

/** All templates: those of the package, and those of folders outside. */
export interface TemplateSet {
  /** All variants, in order of proposals and of ids. */
  readonly variants: readonly Variant[];
  /** By id of the proposal. */
  readonly proposals: ReadonlyMap<string, ProposalTemplates>;
}

/** The templates of one proposal: its variants in order of id, and the partials they share. */
export interface ProposalTemplates {
  readonly variants: readonly Variant[];
  /** From `_shared/` and `_verify/`, by the name templates call them with. */
  readonly partials: ReadonlyMap<string, string>;
  /** Go files that are added to the tree for verification only; by name below `_verify/`. */
  readonly companions: readonly TemplateSource[];
}

/** The folders of variants, proposals and the like: `_shared` and `.git` are others. */
export async function listFolders(folder: string): Promise<string[]> {
  const names = (await listNames(folder)).filter((name) => !/^[_.]/.test(name));
  const kinds = await Promise.all(names.map((name) => isFolder(join(folder, name))));
  return names.filter((_, index) => kinds[index]);
}

/**
 * Reads the templates of one proposal.
 *
 * @param from files for verification stand in the package only.
 * @throws PatchkitError `plan/bad-template`.
 */
export async function loadProposal(
  folder: string,
  proposal: string,
  from: "package" | "outside" = "package",
): Promise<ProposalTemplates> {
  const names = await listNames(folder);
  const variants = await Promise.all(
    (await listFolders(folder)).map((name) => loadVariant(folder, name, proposal)),
  );
  if (from === "outside" && names.includes("_verify"))
    throw badTemplate("_verify", "expected variants and _shared, found files for verification");
  const shared = names.includes("_shared") ? await readFolder(folder, "_shared") : [];
  const beside = names.includes("_verify") ? await readFolder(folder, "_verify") : [];
  const companions = beside.filter(({ name }) => isWholeFile(name));
  const parts = beside.filter(({ name }) => !isWholeFile(name));
  const partials = new Map(
    [...shared, ...parts].map(({ name, source }) => [name.replace(/^_\w+\/|\.hbs$/g, ""), source]),
  );
  return { variants, partials, companions };
}

/** `scenario-test.go.hbs` is a complete file, `route-test.hbs` a partial. */
function isWholeFile(name: string): boolean {
  return name.replace(/\.hbs$/, "").includes(".");
}

async function loadVariant(root: string, id: string, proposal: string): Promise<Variant> {
  const name = `${id}/variant.json`;
  const parsed = variantSchema.safeParse(await readJson(root, name));
  if (!parsed.success) throw badTemplate(name, z.prettifyError(parsed.error));
  if (parsed.data.id !== id) throw badTemplate(name, `expected the id ${id}, found ${parsed.data.id}`);
  const entries = await listNames(join(root, id));
  const folders = entries.filter((entry) => /^\d\d-/.test(entry));
  const answers = entries.includes("answers.hbs") ? await readTemplate(root, `${id}/answers.hbs`) : undefined;
  return {
    proposal,
    spec: parsed.data,
    coverLetter: await readTemplate(root, `${id}/cover-letter.hbs`),
    ...(answers === undefined ? {} : { answers }),
    commits: await Promise.all(folders.map((entry) => loadCommit(root, `${id}/${entry}`))),
  };
}

async function loadCommit(root: string, folder: string): Promise<CommitTemplates> {
  const files = await readFolder(root, folder);
  const message = files.find(({ name }) => name.endsWith("/commit.hbs"));
  if (!message) throw badTemplate(folder, "expected a commit.hbs with the commit's message");
  return {
    folder: folder.slice(folder.indexOf("/") + 1),
    message,
    edits: files.filter((file) => file !== message),
  };
}

async function readFolder(root: string, folder: string): Promise<TemplateSource[]> {
  const names = (await listNames(join(root, folder))).filter((name) => name.endsWith(".hbs"));
  return Promise.all(names.map((name) => readTemplate(root, `${folder}/${name}`)));
}

async function readTemplate(root: string, name: string): Promise<TemplateSource> {
  const source = await readTextIfThere(join(root, name));
  if (source === undefined) throw badTemplate(name, "expected the file, found none");
  return { name, source };
}

async function readJson(root: string, name: string): Promise<unknown> {
  const { source } = await readTemplate(root, name);
  try {
    return JSON.parse(source);
  } catch (cause) {
    throw badTemplate(name, cause instanceof Error ? cause.message : String(cause));
  }
}
