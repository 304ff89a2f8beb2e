import { type Command, Option } from "commander";
import { PatchkitError } from "../errors.ts";
import { bundleCommand } from "./bundle-command.ts";
import { discussCommand } from "./discuss-command.ts";
import { fetchCommand } from "./fetch-command.ts";
import {
  type CommonFlags,
  identityFlag,
  makeCommand,
  type RefFlags,
  type Runner,
  refChoiceOf,
  setFlag,
  variantFlag,
  withRefFlags,
} from "./flags.ts";
import { prCommand } from "./pr-command.ts";
import { verifyCommand } from "./verify-command.ts";

/** Flags of commands that render. */
export interface SeriesFlags extends CommonFlags {
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
    reportCommand(version, run),
    prCommand(version, run),
    discussCommand(version, run),
    bundleCommand(version, run),
    fetchCommand(version, run),
    doctorCommand(version, run),
  ];
}

function demoCommand(version: string, run: Runner): Command {
  return makeCommand(
    "demo",
    "runs all steps on the bundled sample tree: series, checks, report; needs only git, uses Go or Docker",
    { version, readsClone: false },
  )
    .option("--out <dir>", "folder for the sample clone and the series (default: a new temporary folder)")
    .action(
      run(async ({ session, printer }, flags: CommonFlags & { out?: string }) => {
        const { runDemo } = await import("./demo.ts");
        return runDemo(session, printer, { out: flags.out });
      }),
    );
}

function variantsCommand(version: string, run: Runner): Command {
  return makeCommand("variants", "lists the variants, their params and the facts they need", {
    version,
    readsClone: false,
  }).action(
    run(async ({ printer }) => {
      const { runVariants } = await import("./variants.ts");
      return runVariants(printer);
    }),
  );
}

function inspectCommand(version: string, run: Runner): Command {
  const command = makeCommand(
    "inspect",
    "shows the facts of a ref, each with file and line, and which variants fit",
    { version, readsClone: true },
  );
  return withRefFlags(command).action(
    run(async ({ session, printer }, flags: CommonFlags & RefFlags) => {
      const { runInspect } = await import("./inspect.ts");
      return runInspect(session, printer, { repo: flags.repo, ...refChoiceOf(flags) });
    }),
  );
}

interface GenerateFlags extends SeriesFlags, RefFlags {
  readonly variant?: string[];
  readonly out: string;
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
    .addOption(setFlag())
    .option("--out <dir>", "output folder", "./patches")
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
        const { runGenerate } = await import("./generate.ts");
        return runGenerate(session, printer, {
          repo: flags.repo,
          ...refChoiceOf(flags),
          variants: flags.variant ?? [],
          set: flags.set ?? [],
          out: flags.out,
          identity: flags.identity,
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
    .requiredOption("--variant <id>", "the variant")
    .addOption(setFlag())
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
        const { runApply } = await import("./apply.ts");
        return runApply(session, printer, {
          repo: flags.repo,
          ref: flags.ref,
          variant: flags.variant,
          set: flags.set ?? [],
          identity: flags.identity,
          branch: flags.branch,
          worktree: flags.worktree,
          undo: flags.undo === true,
          force: flags.force === true,
          dryRun: flags.dryRun === true,
        });
      }),
    );
}

function reportCommand(version: string, run: Runner): Command {
  return makeCommand(
    "report",
    "writes a Markdown and an HTML page that compare the generated and verified series",
    { version, readsClone: false },
  )
    .option("--out <dir>", "folder of the series", "./patches")
    .action(
      run(async ({ session, printer }, flags: CommonFlags & { out: string }) => {
        const { runReport } = await import("./report.ts");
        return runReport(session, printer, { out: flags.out });
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
