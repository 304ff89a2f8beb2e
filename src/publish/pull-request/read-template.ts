import type { Checkout } from "../../checkout/index.ts";
import { PatchkitError } from "../../errors.ts";

/** The template of a pull request, if there is one that is meant. */
export interface TemplateFound {
  /** Null where the tree has none, or several of which none was named. */
  readonly text: string | null;
  /** Paths of those that were not taken because there are several. */
  readonly choices: readonly string[];
}

const name = /^pull_request_template\.(?:md|txt)$/i;
const folderName = /^pull_request_template$/i;

/**
 * Reads the pull request template of a tree: a single file in `.github/`, at the root or in `docs/`, in this order; else
 * a folder's only file (docs.github.com, "Creating a pull request template for your repository").
 *
 * @param wanted path, or last part of a path, of one of several.
 * @throws PatchkitError `usage/bad-argument` where there is no such template.
 */
export async function readTemplate(
  checkout: Pick<Checkout, "list" | "peekText">,
  wanted?: string,
): Promise<TemplateFound> {
  const singles: string[] = [];
  const several: string[] = [];
  for (const folder of [".github", "", "docs"]) {
    const at = (entry: string) => (folder === "" ? entry : `${folder}/${entry}`);
    for (const entry of await checkout.list(folder)) {
      if (entry.isFile && name.test(entry.name)) singles.push(at(entry.name));
      if (entry.isFile || !folderName.test(entry.name)) continue;
      const inner = (await checkout.list(at(entry.name))).filter((one) => one.isFile);
      several.push(...inner.map((one) => `${at(entry.name)}/${one.name}`));
    }
  }
  const all = [...singles, ...several];
  const path = wanted === undefined ? (singles[0] ?? onlyOf(several)) : choose(all, wanted);
  const text = path === undefined ? undefined : await checkout.peekText(path);
  return { text: text ?? null, choices: path === undefined ? several : [] };
}

function onlyOf(paths: readonly string[]): string | undefined {
  return paths.length === 1 ? paths[0] : undefined;
}

function choose(paths: readonly string[], wanted: string): string {
  const found = paths.find((path) => path === wanted || path.endsWith(`/${wanted}`));
  if (found !== undefined) return found;
  throw new PatchkitError(
    "usage/bad-argument",
    `--template: expected a pull request template of the base (${paths.join(", ") || "it has none"}), found ${JSON.stringify(wanted)}`,
    { hint: "Name one of these, or leave --template out." },
  );
}
