import type { Command } from "commander";
import { settleCellFlags, withCellFlags } from "./cell-flags.ts";
import { makeCommand, type Runner } from "./flags.ts";
import { withGitHubFlags } from "./github-flags.ts";
import type { PrFlags } from "./pr-flags.ts";

/** `pr` and its flags. */
export function prCommand(version: string, run: Runner): Command {
  const command = makeCommand(
    "pr",
    "opens draft pull requests of verified series from a fork, or brings them up to date",
    {
      version,
      readsClone: true,
    },
  );
  return withGitHubFlags(withCellFlags(command))
    .option("--upstream <owner/name>", "repository that the pull requests are for", "cilium/cilium")
    .option(
      "--fork <owner/name>",
      "fork to push to (default: the account's own, which is made if there is none)",
    )
    .option(
      "--base <branch>",
      "open them within the fork, for this branch of it; made at the series' base if it is not there",
    )
    .option("--branch <name>", "branch to push to (default: patchkit/<variant>/<slug>)")
    .option("--template <name>", "which pull request template of the base to fill in, where it has several")
    .option("--draft-each", "a draft for each chosen variant, linked to each other")
    .action(
      run(async (context, flags: PrFlags) => {
        const settled = await settleCellFlags(context, flags, { readsClone: true });
        const { runPr } = await import("./pr.ts");
        return runPr(context.session, context.printer, settled);
      }),
    );
}
