import { type Command, Option } from "commander";
import { PatchkitError } from "../errors.ts";
import { settleCellFlags, withCellFlags } from "./cell-flags.ts";
import type { DiscussFlags } from "./discuss-flags.ts";
import { makeCommand, type Runner } from "./flags.ts";
import { withGitHubFlags } from "./github-flags.ts";

/** `discuss` and its flags. */
export function discussCommand(version: string, run: Runner): Command {
  const command = makeCommand(
    "discuss",
    "posts verified series as one comment on a GitHub discussion or issue, with a gist or a branch, or brings it up to date",
    { version, readsClone: true },
  );
  return withGitHubFlags(withCellFlags(command))
    .argument("<url>", "the discussion, issue or pull request")
    .addOption(
      new Option("--via <way>", "where the patches are put: in a gist, or on a branch of your fork")
        .choices(["gist", "branch"])
        .default("gist"),
    )
    .option(
      "--fork <owner/name>",
      "with --via branch, fork to push to (default: the account's own, which is made if there is none)",
    )
    .option(
      "--branch <name>",
      "with --via branch, branch to push to (default: patchkit/series/<thread's owner>-<name>-<number>)",
    )
    .action((url: string, own: DiscussFlags, command: Command) =>
      run(async (context, flags: DiscussFlags) => {
        assertWay(flags);
        const settled = await settleCellFlags(context, { ...flags, url }, { readsClone: false });
        const { runDiscuss } = await import("./discuss.ts");
        return runDiscuss(context.session, context.printer, settled);
      })(own, command),
    );
}

/** @throws PatchkitError `usage/bad-argument` for flags that have no effect. */
function assertWay({ via, fork, branch }: DiscussFlags): void {
  if (via === "branch" || (fork === undefined && branch === undefined)) return;
  const flag = fork === undefined ? "--branch" : "--fork";
  throw new PatchkitError("usage/bad-argument", `${flag} has no effect without --via branch`, {
    hint: `Add --via branch, or leave out ${flag}: a gist belongs to the account.`,
  });
}
