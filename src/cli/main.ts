#!/usr/bin/env node
import { setMaxListeners } from "node:events";
import { Command, CommanderError, Option } from "commander";
import { PatchkitError } from "../errors.ts";
import { readToolVersion } from "../host/assets.ts";
import { type EngineName, engineNames } from "./engine-names.ts";
import { makePrinter, type Printer } from "./printer.ts";
import { schemaVersion } from "./schema-version.ts";
import type { Session } from "./workshop.ts";

/** Exit codes; 130 is the shell's code for Ctrl-C. */
const exit = { environment: 2, bug: 3, interrupted: 130 } as const;

interface CommonFlags {
  readonly repo?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly color: boolean;
}

const collect = (value: string, values: string[] = []) => [...values, value];

const abort = new AbortController();
setMaxListeners(0, abort.signal);
// Closing the terminal sends SIGHUP. The listeners stay: a library that restores the cursor ends the process
// if it has the only listener, and npx forwards a Ctrl-C that the process has already received.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => abort.abort());

const session: Session = { signal: abort.signal, env: process.env, cwd: process.cwd() };
let printer: Printer = makePrinter({ json: false, quiet: false, color: false });
let json = false;

/** Runs a command's work with the flags every command has. */
function run<Flags extends CommonFlags>(
  work: (flags: Flags) => Promise<number>,
): (flags: Flags) => Promise<void> {
  return async (flags) => {
    json = flags.json === true;
    const color = flags.color && process.stdout.isTTY === true && !process.env["NO_COLOR"];
    printer = makePrinter({ json, quiet: flags.quiet === true, color });
    process.exitCode = await work(flags);
  };
}

function command(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .option("-C, --repo <dir>", "the Cilium clone (default: $CILIUM_REPO, else the current directory)")
    .option("--json", "print the result as JSON; schemas/ describes it")
    .option("--quiet", "print only errors")
    .option("--no-color", "print without colours")
    .exitOverride()
    .configureOutput({ outputError: () => {} });
}

const program = new Command("cilium-patchkit")
  .description("Propose, prove and publish Go changes to cilium-agent: patch series for any Cilium release.")
  .version(await readToolVersion(), "-V, --version")
  .exitOverride()
  .configureOutput({ outputError: () => {} })
  .addHelpText(
    "after",
    `
Without a command, on a terminal, it asks what to do.

Exit codes: 0 success; 1 findings (a ref or variant was refused, --check found a difference);
2 usage or environment, nothing was started; 3 a bug; 130 interrupted.

  cilium-patchkit demo                                  run all steps on the bundled sample tree
  cilium-patchkit inspect -C ~/cilium --ref v1.10.12    show the facts about a release's code
  cilium-patchkit generate -C ~/cilium --ref v1.10.12   render the three variants as patch series`,
  );

program.addCommand(
  command(
    "demo",
    "runs all steps on the bundled sample tree: series, checks, report; needs only git, uses Go or Docker",
  )
    .option("--out <dir>", "folder for the sample clone and the series (default: a new temporary folder)")
    .action(
      run(async (flags: CommonFlags & { out?: string }) => {
        const { runDemo } = await import("./demo.ts");
        return runDemo(session, printer, { out: flags.out });
      }),
    ),
);

program.addCommand(
  command("variants", "lists the variants, their params and the facts they need").action(
    run(async () => {
      const { runVariants } = await import("./variants.ts");
      return runVariants(printer);
    }),
  ),
);

program.addCommand(
  command("inspect", "shows the facts of a ref, each with file and line, and which variants fit")
    .option(
      "--ref <ref>",
      "tag, branch, sha or expression; may be given more than once (default: HEAD)",
      collect,
    )
    .action(
      run(async (flags: CommonFlags & { ref?: string[] }) => {
        const { runInspect } = await import("./inspect.ts");
        return runInspect(session, printer, { repo: flags.repo, refs: flags.ref ?? ["HEAD"] });
      }),
    ),
);

interface SeriesFlags extends CommonFlags {
  readonly set?: string[];
  readonly identity?: string;
}

const set = new Option("--set <[variant.]key=value>", "sets a param; may be given more than once").argParser(
  collect,
);
const identity = new Option(
  "--identity <'Name <mail>'>",
  "author and Signed-off-by of every commit (default: a neutral author, no sign-off)",
);

program.addCommand(
  command("generate", "renders the variants for refs as patch series for git am")
    .option(
      "--ref <ref>",
      "tag, branch, sha or expression; may be given more than once (default: HEAD)",
      collect,
    )
    .option("--variant <id>", "a variant; may be given more than once (default: all)", collect)
    .addOption(set)
    .option("--out <dir>", "output folder", "./patches")
    .addOption(identity)
    .option("--diff", "print the patches too")
    .option("--dry-run", "write nothing")
    .option("--check", "write nothing; fail if a patch in the output folder differs from the rendered one")
    .action(
      run(
        async (
          flags: SeriesFlags & {
            ref?: string[];
            variant?: string[];
            out: string;
            diff?: boolean;
            dryRun?: boolean;
            check?: boolean;
          },
        ) => {
          const { runGenerate } = await import("./generate.ts");
          return runGenerate(session, printer, {
            repo: flags.repo,
            refs: flags.ref ?? ["HEAD"],
            variants: flags.variant ?? [],
            set: flags.set ?? [],
            out: flags.out,
            identity: flags.identity,
            diff: flags.diff === true,
            dryRun: flags.dryRun === true,
            check: flags.check === true,
          });
        },
      ),
    ),
);

program.addCommand(
  command("apply", "puts a series on a branch of the clone; does not change the work tree or the index")
    .requiredOption("--ref <ref>", "tag, branch, sha or expression")
    .requiredOption("--variant <id>", "the variant")
    .addOption(set)
    .addOption(identity)
    .option("--branch <name>", "branch to create (default: patchkit/<variant>/<slug>)")
    .option("--worktree <dir>", "also check out the branch in a new linked work tree")
    .option("--force", "move a branch of that name to the series, and print where it was")
    .option("--undo", "remove the branch and the work tree that apply made, if nothing else is in them")
    .option("--dry-run", "write nothing; say what would be done")
    .action(
      run(
        async (
          flags: SeriesFlags & {
            ref: string;
            variant: string;
            branch?: string;
            worktree?: string;
            undo?: boolean;
            force?: boolean;
            dryRun?: boolean;
          },
        ) => {
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
        },
      ),
    ),
);

program.addCommand(
  command("verify", "checks series in a container or with the local Go and saves the results as evidence")
    .option(
      "--ref <ref>",
      "tag, branch, sha or expression; may be given more than once (default: HEAD)",
      collect,
    )
    .option("--variant <id>", "a variant; may be given more than once (default: all)", collect)
    .addOption(set)
    .addOption(identity)
    .option("--out <dir>", "output folder", "./patches")
    .addOption(
      new Option(
        "--patches <dir>",
        "verify the series in this folder as they are, without rendering",
      ).conflicts(["ref", "set", "identity"]),
    )
    .option(
      "--checks <a,b>",
      "run only these checks, of apply,fmt,vet,build,unit,cmdref,helm,lint,scenario,traffic,bite",
    )
    .option("--per-commit", "also run the cheap checks on every commit")
    .addOption(
      new Option("--engine <name>", "where the checks run; auto takes docker or podman")
        .choices([...engineNames])
        .default("auto"),
    )
    .option(
      "--builder-image <image>",
      "image with Go; {go} is replaced by the tree's Go release line (default: golang:{go})",
    )
    .option("--go-root <dir>", "Go for --engine host; {go} as above (default: the machine's Go)")
    .option(
      "--trust-tree",
      "with --engine host, run the tree's code as this user, with this machine's files, instead of in a sandbox",
    )
    .addOption(
      new Option("--via <way>", "build the agent with docker run, or with docker build from an archive")
        .choices(["run", "build"])
        .default("run"),
    )
    .option(
      "--memory <size>",
      "memory limit of a container, such as 6g (default: 8g, or 3/4 of the machine's memory)",
    )
    .option("--cpus <number>", "CPU limit of a container (default: all)")
    .option(
      "--time-limit <minutes>",
      "time limit of each program that a check runs (default: 15 to 30, depending on the program)",
    )
    .option("--cache <dir>", "folder that is kept between runs (default: $XDG_CACHE_HOME/cilium-patchkit)")
    .option("--fresh", "do not reuse results of earlier runs")
    .option("--tail", "show the output of running programs")
    .action(
      run(async (flags: SeriesFlags & VerifyFlags) => {
        const { runVerify } = await import("./verify.ts");
        return runVerify(session, printer, {
          ...flags,
          refs: flags.ref ?? ["HEAD"],
          variants: flags.variant ?? [],
          set: flags.set ?? [],
          perCommit: flags.perCommit === true,
          tail: flags.tail === true,
          fresh: flags.fresh === true,
        });
      }),
    ),
);

program.addCommand(
  command("report", "writes a Markdown and an HTML page that compare the generated and verified series")
    .option("--out <dir>", "folder of the series", "./patches")
    .action(
      run(async (flags: CommonFlags & { out: string }) => {
        const { runReport } = await import("./report.ts");
        return runReport(session, printer, { out: flags.out });
      }),
    ),
);

program.addCommand(
  command(
    "doctor",
    "checks what this machine has, what does not work without the rest, and how to get it",
  ).action(
    run(async () => {
      const { runDoctor } = await import("./doctor.ts");
      return runDoctor(session, printer);
    }),
  ),
);

interface VerifyFlags {
  readonly ref?: string[];
  readonly variant?: string[];
  readonly out: string;
  readonly patches?: string;
  readonly checks?: string;
  readonly perCommit?: boolean;
  readonly engine: EngineName;
  readonly builderImage?: string;
  readonly goRoot?: string;
  readonly trustTree?: boolean;
  readonly via: "run" | "build";
  readonly memory?: string;
  readonly cpus?: string;
  readonly timeLimit?: string;
  readonly cache?: string;
  readonly tail?: boolean;
  readonly fresh?: boolean;
}

function fail(error: unknown): number {
  if (abort.signal.aborted) {
    report("environment/interrupted", "interrupted; no partly written files are left", undefined);
    return exit.interrupted;
  }
  if (error instanceof PatchkitError) {
    report(error.code, error.message, error.hint);
    return exit.environment;
  }
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return 0;
    report(
      "usage/bad-argument",
      error.message.replace(/^error: /, ""),
      "`cilium-patchkit --help` lists commands and flags.",
    );
    return exit.environment;
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  report("bug", stack, "This is a bug in cilium-patchkit: please report it with the command you ran.");
  return exit.bug;
}

function report(code: string, message: string, hint: string | undefined): void {
  if (json) {
    process.stdout.write(
      `${JSON.stringify({ schema: schemaVersion, error: { code, message, hint: hint ?? null } }, null, 2)}\n`,
    );
    return;
  }
  process.stderr.write(`cilium-patchkit: ${code}: ${message}\n${hint === undefined ? "" : `  ${hint}\n`}`);
}

/** Without arguments: asks for a command on a terminal; otherwise prints the help. */
async function chooseCommand(): Promise<string[] | undefined> {
  if (process.stdin.isTTY !== true || process.stdout.isTTY !== true) {
    program.outputHelp({ error: true });
    process.exitCode = exit.environment;
    return undefined;
  }
  const { commandLine, guide, terminalAsker } = await import("./guide.ts");
  const chosen = await guide(session, terminalAsker(abort.signal));
  if (chosen) process.stderr.write(`${commandLine(chosen)}\n`);
  else process.exitCode = exit.interrupted;
  return chosen;
}

try {
  const args = process.argv.length > 2 ? process.argv.slice(2) : await chooseCommand();
  if (args) await program.parseAsync(args, { from: "user" });
} catch (error) {
  process.exitCode = fail(error);
}
