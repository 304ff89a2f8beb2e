import { type Command, Option } from "commander";
import { PatchkitError } from "../errors.ts";
import { adviseCommand } from "./advise-command.ts";
import { bundleCommand } from "./bundle-command.ts";
import { completionCommand } from "./completion-command.ts";
import type { DemoOptions } from "./demo.ts";
import { discussCommand } from "./discuss-command.ts";
import { fetchCommand } from "./fetch-command.ts";
import {
  type CommonFlags,
  collect,
  configFlag,
  identityFlag,
  makeCommand,
  outFlag,
  proposalFlag,
  type RefFlags,
  type Runner,
  refChoiceOf,
  type SourceFlags,
  setFlag,
  stackFlag,
  templatesFlag,
  variantFlag,
  withRefFlags,
} from "./flags.ts";
import { imageCommand } from "./image-command.ts";
import { inspectCommand } from "./inspect-command.ts";
import { newCommand } from "./new-command.ts";
import { prCommand } from "./pr-command.ts";
import { refreshCommand } from "./refresh-command.ts";
import { variantsCommand } from "./variants-command.ts";
import { verifyCommand } from "./verify-command.ts";

/** Flags of commands that render. */
interface SeriesFlags extends CommonFlags, SourceFlags {
  readonly set?: string[];
  readonly identity?: string;
}

/** Every command, in the order of the help. */
export function makeCommands(version: string, run: Runner): Command[] {
  return [
    demoCommand(version, run),
    variantsCommand(version, run),
    inspectCommand(version, run),
    generateCommand(version, run),
    applyCommand(version, run),
    verifyCommand(version, run),
    refreshCommand(version, run),
    reportCommand(version, run),
    prCommand(version, run),
    discussCommand(version, run),
    bundleCommand(version, run),
    fetchCommand(version, run),
    adviseCommand(version, run),
    doctorCommand(version, run),
    newCommand(version, run),
    imageCommand(version, run),
    completionCommand(version, run),
  ];
}

interface DemoFlags extends CommonFlags, DemoOptions {
  readonly cluster?: boolean;
}

function demoCommand(version: string, run: Runner): Command {
  return makeCommand(
    "demo",
    "runs all steps on the bundled sample tree: series, checks, report; needs only git, uses Go or Docker",
    { version, readsClone: true },
  )
    .option("--out <dir>", "folder for the sample clone and the series (default: a new temporary folder)")
    .option(
      "--cluster",
      "instead of the sample, start four whole agents of a ref of the clone, as the check cluster does, with the local Go; needs root and --trust-tree",
    )
    .option("--ref <ref>", "with --cluster: the ref (default: HEAD)")
    .option(
      "--trust-tree",
      "with --cluster: agents are root of this machine's kernel, and this tree's may be",
    )
    .option("--cache <dir>", "with --cluster: folder that is kept between runs, as for verify")
    .action(
      run(async ({ session, printer }, flags: DemoFlags) => {
        const { runClusterDemo, runDemo } = await import("./demo.ts");
        return (flags.cluster ? runClusterDemo : runDemo)(session, printer, flags);
      }),
    );
}

interface GenerateFlags extends SeriesFlags, RefFlags {
  readonly variant?: string[];
  readonly proposal?: string[];
  readonly stack?: boolean;
  readonly out?: string;
  readonly diff?: boolean;
  readonly dryRun?: boolean;
  readonly check?: boolean;
  readonly jsonLines?: boolean;
  readonly fresh?: boolean;
}

function generateCommand(version: string, run: Runner): Command {
  const command = makeCommand("generate", "renders the variants for refs as patch series for git am", {
    version,
    readsClone: true,
  });
  return withRefFlags(command)
    .addOption(variantFlag())
    .addOption(stackFlag())
    .addOption(proposalFlag())
    .addOption(setFlag())
    .addOption(templatesFlag())
    .addOption(configFlag())
    .addOption(outFlag("output folder"))
    .addOption(identityFlag())
    .addOption(new Option("--diff", "print the patches too").conflicts(["json", "jsonLines", "quiet"]))
    .option("--dry-run", "write nothing")
    .option("--check", "write nothing; fail if a patch in the output folder differs from the rendered one")
    .addOption(
      new Option(
        "--json-lines",
        "print one JSON object per ref and variant, as soon as it is there; schemas/generate-cell.json describes it",
      ).conflicts(["json", "quiet"]),
    )
    .option("--fresh", "render again what an earlier run wrote to the output folder for the same input")
    .action(
      run(async ({ session, printer }, flags: GenerateFlags) => {
        const { settleFlags } = await import("./settle-flags.ts");
        const { runGenerate } = await import("./generate.ts");
        return runGenerate(session, printer, {
          repo: flags.repo,
          ...refChoiceOf(flags),
          ...(await settleFlags(session, printer.note, flags)),
          proposals: flags.proposal,
          set: flags.set ?? [],
          diff: flags.diff === true,
          dryRun: flags.dryRun === true,
          check: flags.check === true,
          jsonLines: flags.jsonLines === true,
          fresh: flags.fresh === true,
        });
      }),
    );
}

interface ApplyFlags extends SeriesFlags {
  readonly ref: string;
  readonly variant: string;
  readonly branch?: string;
  readonly worktree?: string;
  readonly undo?: boolean;
  readonly force?: boolean;
  readonly dryRun?: boolean;
}

function applyCommand(version: string, run: Runner): Command {
  return makeCommand(
    "apply",
    "puts a series on a branch of the clone; does not change the work tree or the index",
    { version, readsClone: true },
  )
    .requiredOption("--ref <ref>", "tag, branch, sha or expression")
    .requiredOption("--variant <id>", "the variant, or a stack of several: a+b")
    .addOption(setFlag())
    .addOption(templatesFlag())
    .addOption(configFlag())
    .addOption(identityFlag())
    .option("--branch <name>", "branch to create (default: patchkit/<variant>/<slug>)")
    .addOption(
      new Option("--worktree <dir>", "also check out the branch in a new linked work tree").conflicts("undo"),
    )
    .option("--force", "move a branch of that name to the series, and print where it was")
    .option("--undo", "remove the branch and the work tree that apply made, if nothing else is in them")
    .option("--dry-run", "write nothing; say what would be done")
    .action(
      run(async ({ session, printer }, flags: ApplyFlags) => {
        const { settleFlags } = await import("./settle-flags.ts");
        const { runApply } = await import("./apply.ts");
        return runApply(session, printer, {
          repo: flags.repo,
          ref: flags.ref,
          variant: flags.variant,
          ...(await settleFlags(session, printer.note, flags)),
          set: flags.set ?? [],
          branch: flags.branch,
          worktree: flags.worktree,
          undo: flags.undo === true,
          force: flags.force === true,
          dryRun: flags.dryRun === true,
        });
      }),
    );
}

interface ReportFlags extends CommonFlags {
  readonly out: string;
  readonly ref?: string[];
  readonly variant?: string[];
}

function reportCommand(version: string, run: Runner): Command {
  return makeCommand(
    "report",
    "writes a Markdown and an HTML page that compare the generated and verified series",
    { version, readsClone: false },
  )
    .addOption(configFlag())
    .addOption(outFlag("folder of the series"))
    .addOption(
      new Option(
        "--ref <ref>",
        "show only series of this ref, or of those that a pattern such as 'v1.1*' matches; may be given more than once (default: all)",
      ).argParser(collect),
    )
    .addOption(variantFlag())
    .action(
      run(async ({ session, printer }, flags: ReportFlags) => {
        const { settleFlags } = await import("./settle-flags.ts");
        const { runReport } = await import("./report.ts");
        const { out, templates } = await settleFlags(session, printer.note, flags, false);
        return runReport(session, printer, {
          out,
          templates,
          refs: flags.ref ?? [],
          variants: flags.variant ?? [],
        });
      }),
    );
}

function doctorCommand(version: string, run: Runner): Command {
  return makeCommand(
    "doctor",
    "checks what this machine has, what does not work without the rest, and how to get it",
    { version, readsClone: true },
  )
    .option("--ref <ref>", "also check what verifying this ref needs, in each engine")
    .action(
      run(async ({ session, printer }, flags: CommonFlags & { ref?: string }) => {
        if (flags.repo !== undefined && flags.ref === undefined) {
          throw new PatchkitError("usage/bad-argument", "-C has no effect without --ref", {
            hint: "Name a ref of the clone with --ref, or leave out -C.",
          });
        }
        const { runDoctor } = await import("./doctor.ts");
        return runDoctor(session, printer, flags);
      }),
    );
}
