import { loadOwnTemplates } from "../../src/cli/own-templates.ts";
import { proposals } from "../../src/proposals/index.ts";

/** The words that only proposals may know: paths, identifiers, ids of variants, and what lists of their params may have: modes. */
export async function proposalWords(): Promise<string[]> {
  const { variants } = await loadOwnTemplates();
  const words = [
    ...proposals.flatMap(({ words, survey: { files } }) => [
      ...words,
      // Of one segment, such as `daemon`, a path is an ordinary word.
      ...[files.main, ...files.paths, ...files.folders, files.references].filter((path) =>
        path.includes("/"),
      ),
    ]),
    ...variants.flatMap(({ spec: { id, params, flag } }) => [
      id,
      ...params.filter(({ type }) => type === "list").flatMap(({ choices }) => choices ?? []),
      ...(flag?.nodeConfigField === undefined ? [] : [flag.nodeConfigField]),
    ]),
  ];
  return [...new Set(words)].sort();
}
