import { type Command, Option } from "commander";
import { publicApiUrl } from "../host/github-host.ts";

/** Flags of commands that change something on GitHub. */
export interface GitHubFlags {
  readonly apiUrl: string;
  readonly yes?: boolean;
  readonly dryRun?: boolean;
  readonly plan?: string;
}

/** Adds the flags that say which GitHub, and whether to go on without asking. */
export function withGitHubFlags(command: Command): Command {
  return command
    .option("--api-url <url>", "API of a GitHub Enterprise server, as https://HOST/api/v3", publicApiUrl)
    .option("--yes", "carry the plan out without asking")
    .addOption(
      new Option(
        "--dry-run",
        "change nothing; print what would be done, with --json the exact plan",
      ).conflicts(["yes", "plan"]),
    )
    .option("--plan <file>", "carry out a plan that --dry-run --json printed, after the same checks");
}
