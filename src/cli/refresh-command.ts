import type { Command } from "commander";
import {
  type CommonFlags,
  collectList,
  configFlag,
  identityFlag,
  makeCommand,
  outFlag,
  type Runner,
  setFlag,
  templatesFlag,
  variantFlag,
} from "./flags.ts";

interface RefreshFlags extends CommonFlags {
  readonly onto?: string;
  readonly ref?: string[];
  readonly variant?: string[];
  readonly set?: string[];
  readonly identity?: string;
  readonly out?: string;
  readonly config?: string;
  readonly templates?: string[];
  readonly diff?: boolean;
  readonly dryRun?: boolean;
}

export function refreshCommand(version: string, run: Runner): Command {
  return makeCommand(
    "refresh",
    "renders existing series again, on what their refs are now or on another base, and keeps the former revisions",
    { version, readsClone: true },
  )
    .addOption(outFlag("folder of the series"))
    .addOption(templatesFlag())
    .addOption(configFlag())
    .option("--onto <ref>", "new base (default: what the ref of each series is now)")
    .option(
      "--ref <name>",
      "only series in these folders of the output folder, such as v1.12; may be given more than once",
      collectList,
    )
    .addOption(variantFlag())
    .addOption(setFlag())
    .addOption(identityFlag())
    .option("--diff", "print the output of git range-diff too")
    .option("--dry-run", "write nothing")
    .action(
      run(async ({ session, printer }, flags: RefreshFlags) => {
        const { settleFlags } = await import("./settle-flags.ts");
        const { runRefresh } = await import("./refresh.ts");
        const { out, templates } = await settleFlags(session, printer.note, {
          ...flags,
          variant: [],
        });
        return runRefresh(session, printer, {
          repo: flags.repo,
          templates,
          onto: flags.onto,
          slugs: flags.ref ?? [],
          variants: flags.variant ?? [],
          set: flags.set ?? [],
          identity: flags.identity,
          out,
          diff: flags.diff === true,
          dryRun: flags.dryRun === true,
        });
      }),
    );
}
