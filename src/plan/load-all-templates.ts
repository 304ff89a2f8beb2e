import { join } from "node:path";
import { PatchkitError } from "../errors.ts";
import { obstacleAt } from "../host/files.ts";
import { listFolders, loadProposal, type ProposalTemplates, type TemplateSet } from "./load-templates.ts";

/**
 * Reads the bundled templates folder, which has a folder for each proposal, and folders of the user's beside it.
 *
 * @param proposals ids of the proposals; their variants come in this order.
 * @param outside folders with a folder for some of the proposals, and in it variants and `_shared/`.
 * @throws PatchkitError `plan/bad-template`; `usage/bad-argument` for a folder outside that is none of templates.
 */
export async function loadAllTemplates(
  folder: string,
  proposals: readonly string[],
  outside: readonly string[] = [],
): Promise<TemplateSet> {
  const bundled = proposals.map(async (id) => [id, await loadProposal(join(folder, id), id)] as const);
  const own: TemplatesFolder = { folder: "the package", proposals: new Map(await Promise.all(bundled)) };
  const others = await Promise.all([...new Set(outside)].map((one) => loadOutside(one, proposals)));
  return mergeTemplates([own, ...others], proposals);
}

/** Reads a folder of the user's. */
async function loadOutside(folder: string, proposals: readonly string[]): Promise<TemplatesFolder> {
  const expected = `${folder}: expected a folder for a proposal (${proposals.join(", ")}) with a folder for each variant`;
  const refuse = (found: string, hint: string) =>
    new PatchkitError("usage/bad-argument", `${expected}, found ${found}`, { hint });
  const obstacle = await obstacleAt(folder);
  if (obstacle !== undefined)
    throw refuse(obstacle, "Name the folder that holds them with --templates DIR, or in the configuration.");
  const names = await listFolders(folder);
  const other = names.find((name) => !proposals.includes(name));
  const found = other ?? (names.length === 0 ? "none" : undefined);
  if (found !== undefined)
    throw refuse(found, "`cilium-patchkit new variant NAME --dir DIR` makes a folder as it should be.");
  const loaded = names.map(async (id) => {
    try {
      return [id, await loadProposal(join(folder, id), id, "outside")] as const;
    } catch (cause) {
      if (!(cause instanceof PatchkitError) || cause.code !== "plan/bad-template") throw cause;
      const { code, message, hint = "" } = cause;
      throw new PatchkitError(code, `${join(folder, id)}/${message}`, { hint, cause });
    }
  });
  return { folder, proposals: new Map(await Promise.all(loaded)) };
}

/** Templates of a folder, by id of the proposal. */
interface TemplatesFolder {
  /** How messages call the folder. */
  readonly folder: string;
  readonly proposals: ReadonlyMap<string, ProposalTemplates>;
}

/**
 * The templates of several folders as one set. Within a proposal, variants come in the order of the folders. No
 * folder changes what another one renders: names of variants and of partials are each in one folder only.
 *
 * @throws PatchkitError `plan/bad-template` for a name that an earlier folder has.
 */
function mergeTemplates(folders: readonly TemplatesFolder[], proposals: readonly string[]): TemplateSet {
  const owners = new Map<string, string>();
  const merged = proposals.map((proposal): [string, ProposalTemplates] => {
    const parts = folders.flatMap(({ folder, proposals: own }) => {
      const templates = own.get(proposal);
      if (!templates) return [];
      for (const { spec } of templates.variants) claim(`variant ${spec.id}`, folder, owners);
      for (const name of templates.partials.keys())
        claim(`partial ${proposal}/_shared/${name}`, folder, owners);
      return [templates];
    });
    return [
      proposal,
      {
        variants: parts.flatMap(({ variants }) => variants),
        partials: new Map(parts.flatMap(({ partials }) => [...partials])),
        companions: parts.flatMap(({ companions }) => companions),
      },
    ];
  });
  return { variants: merged.flatMap(([, { variants }]) => variants), proposals: new Map(merged) };
}

function claim(name: string, folder: string, owners: Map<string, string>): void {
  const owner = owners.get(name);
  if (owner !== undefined)
    throw new PatchkitError("plan/bad-template", `${folder}: expected no ${name}, found one as in ${owner}`, {
      hint: "Choose another name, for a variant in its folder's name and in variant.json.",
    });
  owners.set(name, folder);
}
