import { type Command, Option } from "commander";
import { type EngineName, engineNames } from "./engine-names.ts";
import {
  type CommonFlags,
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
  sourceFlag,
  stackFlag,
  templatesFlag,
  variantFlag,
  withRefFlags,
} from "./flags.ts";

interface VerifyFlags extends CommonFlags, RefFlags, SourceFlags {
  readonly set?: string[];
  readonly identity?: string;
  readonly variant?: string[];
  readonly proposal?: string[];
  readonly stack?: boolean;
  readonly out?: string;
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
  readonly jsonLines?: boolean;
  readonly emit?: "bake" | "actions";
  readonly source: string;
}

export const verifyName = "verify";

/** Adds the list of checks to the help of `verify`; no other command has to load them. */
export async function describeChecks({ commands }: Command): Promise<void> {
  const { checks, checkTable } = await import("../verify/index.ts");
  const command = commands.find((one) => one.name() === verifyName);
  command?.addHelpText("after", `\nChecks:\n${checkTable(checks)}`);
}

/** `verify` and its flags. */
export function verifyCommand(version: string, run: Runner): Command {
  const command = makeCommand(
    verifyName,
    "checks series in a container or with the local Go and saves the results as evidence",
    { version, readsClone: true },
  );
  return withRefFlags(command)
    .addOption(variantFlag())
    .addOption(stackFlag())
    .addOption(proposalFlag())
    .addOption(setFlag())
    .addOption(identityFlag())
    .addOption(templatesFlag())
    .addOption(configFlag())
    .addOption(outFlag("output folder"))
    .addOption(
      new Option(
        "--patches <dir>",
        "verify the series in this folder as they are, without rendering",
      ).conflicts(["ref", "since", "until", "every", "set", "identity", "out", "proposal", "stack"]),
    )
    .option(
      "--checks <a,b>",
      "run only these checks, of those below, or all of them (default: those that need not be named)",
    )
    .option("--per-commit", "of the chosen checks, also run fmt, vet, build, unit and helm on every commit")
    .addOption(
      new Option("--engine <name>", "where the checks run; auto takes docker or podman")
        .choices([...engineNames])
        .default("auto"),
    )
    .option(
      "--builder-image <image>",
      "image with Go; {go} is replaced by the tree's Go release line; upstream: the tree's own cilium-builder (default: one is made from golang:{go}, or from this Debian machine)",
    )
    .option(
      "--go-root <dir>",
      "Go for --engine host and for an image made from this machine; {go} as above (default: the machine's Go)",
    )
    .option(
      "--trust-tree",
      "with --engine host, run the tree's code as this user, with this machine's files, instead of in a sandbox; in a container, only let cluster start whole agents there",
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
    .option(
      "--cache <dir>",
      "folder that is kept between runs (default: $XDG_CACHE_HOME/cilium-patchkit, else ~/.cache/cilium-patchkit)",
    )
    .option("--fresh", "do not reuse results of earlier runs")
    .addOption(
      new Option(
        "--json-lines",
        "print a line of JSON for each ref and variant as it comes; schemas/verify-cell.json describes it",
      ).conflicts(["json", "quiet"]),
    )
    .addOption(new Option("--tail", "show the output of running programs").conflicts("quiet"))
    .addOption(
      new Option(
        "--emit <kind>",
        "verify nothing here, but write what does so elsewhere: a bake file of BuildKit, or a GitHub Actions workflow that also publishes the report as a page",
      )
        .choices(["bake", "actions"])
        .conflicts("patches"),
    )
    .addOption(sourceFlag())
    .action(
      run(async ({ session, printer }, flags: VerifyFlags) => {
        const { settleFlags } = await import("./settle-flags.ts");
        const settled = await settleFlags(session, printer.note, flags);
        if (flags.emit !== undefined) {
          const [{ runEmit }, { parseChecks }] = await Promise.all([
            import("./emit.ts"),
            import("./verify.ts"),
          ]);
          return runEmit(session, printer, {
            ...flags,
            ...refChoiceOf(flags),
            ...settled,
            emit: flags.emit,
            command: "verify",
            set: flags.set ?? [],
            checks: flags.checks === undefined ? [] : parseChecks(flags.checks),
          });
        }
        const { runVerify } = await import("./verify.ts");
        return runVerify(session, printer, {
          ...flags,
          ...refChoiceOf(flags),
          ...settled,
          // Series on disk are verified as they are, and all of them.
          ...(flags.patches === undefined ? {} : { variants: flags.variant ?? [] }),
          proposals: flags.proposal,
          set: flags.set ?? [],
          perCommit: flags.perCommit === true,
          tail: flags.tail === true,
          fresh: flags.fresh === true,
          jsonLines: flags.jsonLines === true,
        });
      }),
    );
}
