import type { Command } from "commander";
import { settleCellFlags, withCellFlags } from "./cell-flags.ts";
import type { DiscussFlags } from "./discuss-flags.ts";
import { makeCommand, type Runner } from "./flags.ts";
import { withGitHubFlags } from "./github-flags.ts";

/** `discuss` and its flags. */
export function discussCommand(version: string, run: Runner): Command {
  const command = makeCommand(
    "discuss",
    "posts verified series as one comment with a gist on a GitHub discussion or issue, or brings it up to date",
    { version, readsClone: false },
  );
  return withGitHubFlags(withCellFlags(command))
    .argument("<url>", "the discussion, issue or pull request")
    .action((url: string, own: DiscussFlags, command: Command) =>
      run(async (context, flags: DiscussFlags) => {
        const settled = await settleCellFlags(context, { ...flags, url }, { readsClone: false });
        const { runDiscuss } = await import("./discuss.ts");
        return runDiscuss(context.session, context.printer, settled);
      })(own, command),
    );
}
