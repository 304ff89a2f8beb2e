import type { Command } from "commander";
import { exitOnRefusal } from "./cell-flags.ts";
import { type CommonFlags, configFlag, makeCommand, type Runner } from "./flags.ts";

interface FetchFlags extends CommonFlags {
  readonly to?: string;
  readonly config?: string;
  readonly apiUrl: string;
}

/** `fetch` and its flags. */
export function fetchCommand(version: string, run: Runner): Command {
  return makeCommand(
    "fetch",
    "gets series back from a bundle, a gist, a branch or a post, and checks their digests",
    {
      version,
      readsClone: false,
    },
  )
    .argument(
      "<file|url>",
      "a bundle's zip or folder, or the link to a post, a gist, a commit or branch on GitHub, or a file",
    )
    .option("--to <dir>", "output folder for the series (default: ./patches)")
    .addOption(configFlag())
    .option("--api-url <url>", "root of GitHub's API, for an enterprise server", "https://api.github.com")
    .action((from: string, flags: FetchFlags, command: Command) =>
      run(async ({ session, printer }, given: FetchFlags) => {
        const { settleFlags } = await import("./settle-flags.ts");
        const configurable = { config: given.config, out: given.to };
        const { out: to } = await settleFlags(session, printer.note, configurable, false);
        const { runFetch } = await import("./fetch.ts");
        return exitOnRefusal(printer, () => runFetch(session, printer, { ...given, to, from }));
      })(flags, command),
    );
}
