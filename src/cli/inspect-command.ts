import { type Command, Option } from "commander";
import { PatchkitError } from "../errors.ts";
import {
  type CommonFlags,
  configFlag,
  makeCommand,
  outFlag,
  type RefFlags,
  type Runner,
  refChoiceOf,
  type SourceFlags,
  setFlag,
  sourceFlag,
  templatesFlag,
  variantFlag,
  withRefFlags,
} from "./flags.ts";

interface InspectFlags extends CommonFlags, RefFlags, SourceFlags {
  readonly proposal?: string;
  readonly view?: boolean;
  readonly coverage?: boolean;
  readonly drift?: boolean;
  readonly variant?: string[];
  readonly set?: string[];
  readonly emit?: "actions";
  readonly out?: string;
  readonly source: string;
}

export function inspectCommand(version: string, run: Runner): Command {
  const command = makeCommand(
    "inspect",
    "shows the facts of a ref, each with file and line, and which variants fit",
    { version, readsClone: true },
  );
  return withRefFlags(command)
    .option(
      "--view",
      "show the names that templates may use, with value and meaning, and where each comes from",
    )
    .option(
      "--coverage",
      "show which places of the chart and the documents each series changes, and why it leaves the others as they are",
    )
    .addOption(variantFlag(""))
    .addOption(setFlag())
    .addOption(
      new Option("--proposal <id>", "the proposal whose facts and variants are shown (default: the first)"),
    )
    .addOption(templatesFlag())
    .addOption(configFlag())
    .option(
      "--drift",
      "with two commits of a branch as --since and --until: which commits changed a fact, or whether a variant fits; exit code 1 if one that fitted does not fit at the end",
    )
    .addOption(
      new Option(
        "--emit <kind>",
        "with --drift, write a GitHub Actions workflow that looks once a week at the branch --until, and fails while a variant that fitted does not fit at its end",
      ).choices(["actions"]),
    )
    .addOption(sourceFlag())
    .addOption(outFlag("with --emit, folder for the workflow"))
    .action(
      run(async ({ session, printer }, flags: InspectFlags) => {
        assertFlagsFit(flags);
        const ends = flags.drift === true ? driftEndsOf(flags) : undefined;
        const { settleFlags } = await import("./settle-flags.ts");
        const { repo, proposal } = flags;
        const { templates, out } = await settleFlags(session, printer.note, flags);
        if (ends && flags.emit !== undefined) {
          const { runEmitDrift } = await import("./emit-drift.ts");
          const { source } = flags;
          return runEmitDrift(session, printer, { repo, templates, proposal, out, source, ...ends });
        }
        if (ends) {
          const { runDrift } = await import("./inspect-drift.ts");
          return runDrift(session, printer, { repo, templates, proposal, ...ends });
        }
        const choice = { repo, templates, ...refChoiceOf(flags) };
        if (flags.view === true) {
          const { runInspectView } = await import("./inspect-view.ts");
          const proposals = proposal === undefined ? [] : [proposal];
          return runInspectView(session, printer, { ...choice, variants: flags.variant ?? [], proposals });
        }
        if (flags.coverage === true) {
          const { runInspectCoverage } = await import("./inspect-coverage.ts");
          const proposals = proposal === undefined ? [] : [proposal];
          const own = { variants: flags.variant ?? [], settings: flags.set ?? [], proposals };
          return runInspectCoverage(session, printer, { ...choice, ...own });
        }
        const { runInspect } = await import("./inspect.ts");
        return runInspect(session, printer, { ...choice, proposal });
      }),
    );
}

/** @throws PatchkitError `usage/bad-argument` for flags that have no effect. */
function assertFlagsFit({ view, coverage, drift, variant, set, emit, templates }: InspectFlags): void {
  if (emit !== undefined && drift !== true) {
    throw new PatchkitError("usage/bad-argument", "--emit has no effect without --drift", {
      hint: "Add --drift with --since and --until, or leave out --emit.",
    });
  }
  if (emit !== undefined && templates !== undefined) {
    throw new PatchkitError("usage/bad-argument", "--templates cannot be used with --emit", {
      hint: "The workflow installs the program alone, and has no such folder.",
    });
  }
  if (view === true && drift === true) {
    throw new PatchkitError("usage/bad-argument", "expected --view or --drift, found both", {
      hint: "--view shows refs, --drift the commits between two; run inspect twice.",
    });
  }
  if (coverage === true && (view === true || drift === true)) {
    throw new PatchkitError(
      "usage/bad-argument",
      "expected one of --view, --coverage and --drift, found two",
      {
        hint: "Each shows something else; run inspect twice.",
      },
    );
  }
  if (set !== undefined && coverage !== true) {
    throw new PatchkitError("usage/bad-argument", "--set has no effect without --coverage", {
      hint: "Add --coverage, or leave out --set: facts do not depend on params.",
    });
  }
  if (variant === undefined || view === true || coverage === true) return;
  throw new PatchkitError("usage/bad-argument", "--variant has no effect without --view or --coverage", {
    hint: "Add one, or leave out --variant: inspect shows for every variant whether it fits.",
  });
}

/** @throws PatchkitError `usage/bad-argument` without both ends. */
function driftEndsOf({ since, until, ref, every }: RefFlags): {
  readonly since: string;
  readonly until: string;
} {
  if (since !== undefined && until !== undefined && ref === undefined && every === undefined)
    return { since, until };
  throw new PatchkitError("usage/bad-argument", "--drift: expected --since and --until, and no other refs", {
    hint: "For example `cilium-patchkit inspect --drift --since v1.12.0 --until main`.",
  });
}
