import type { Command } from "commander";
import { type CellFlags, exitOnRefusal, settleCellFlags, withCellFlags } from "./cell-flags.ts";
import { makeCommand, type Runner } from "./flags.ts";

interface BundleFlags extends CellFlags {
  readonly to: string;
  readonly dryRun?: boolean;
}

/** `bundle` and its flags. */
export function bundleCommand(version: string, run: Runner): Command {
  const command = makeCommand(
    "bundle",
    "makes a folder and a zip for a thread: the text of a post, patches, evidence, report and pictures",
    { version, readsClone: true },
  );
  return withCellFlags(command)
    .option("--to <dir>", "where the bundle's folder and zip are written", "./bundle")
    .option("--dry-run", "write nothing; list what would be in it")
    .action(
      run(async (context, flags: BundleFlags) => {
        const { session, printer } = context;
        const settled = await settleCellFlags(context, flags, { readsClone: false });
        const { runBundle } = await import("./bundle.ts");
        return exitOnRefusal(printer, () =>
          runBundle(session, printer, { ...settled, dryRun: flags.dryRun === true }),
        );
      }),
    );
}
