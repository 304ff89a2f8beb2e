import type { z } from "zod";
import type { Checkout } from "../checkout/index.ts";
import type { GoFormatter, GoParser } from "../golang/index.ts";
import type { ProposalTemplates } from "../plan/index.ts";
import type { AppliedPatches } from "./apply-patches.ts";
import type { Baseline } from "./baseline.ts";
import type { ChangedFile } from "./changed-files.ts";
import type { Finding, FoundTable, Problem } from "./finding.ts";
import type { OpenedPart } from "./series-part.ts";
import type { Subject } from "./subject.ts";
import type { Bench, TreeState } from "./tree-state.ts";
import type { Trials } from "./trials.ts";

/** The input of a check: a series or one commit of it. */
export interface CheckInput {
  readonly subject: Subject;
  readonly applied: AppliedPatches;
  /** Files that differ from the base, with their texts. */
  readonly files: readonly ChangedFile[];
}

/** The same, with an engine and what is measured there. */
export interface EngineCheckInput extends CheckInput {
  readonly bench: Bench;
  readonly patched: TreeState;
  readonly base: TreeState;
  readonly baseline: Baseline;
  /** The base commit's files. */
  readonly checkout: Checkout;
  /** The variants of the series in its order; mostly one. */
  readonly parts: readonly OpenedPart[];
  readonly parser: GoParser;
  readonly formatter: GoFormatter;
  /** A clock, in milliseconds. */
  readonly now: () => number;
  /** Whether the agent is built by `docker run` on the tree, or by `docker build` from an archive of it. */
  readonly via: "run" | "build";
}

/** The same, with the variant that is tried. */
export interface TrialInput extends EngineCheckInput {
  readonly part: OpenedPart & { readonly trials: Trials };
}

/** What a run's answers may depend on, besides series, trees, program and engine. */
export interface CheckSetting {
  readonly via: "run" | "build";
  /** Those of the proposal of each of the series' variants. */
  readonly templates: readonly ProposalTemplates[];
}

/** What a program and its reader know of a check. */
interface CheckTexts<Shape extends z.ZodObject> {
  /** As in `--checks` and evidence.json. */
  readonly id: string;
  /** What a pass means, in a few words: for the help and the report. */
  readonly words: string;
  /** Details in evidence.json, without the id. */
  readonly details: Shape;
  /** Runs only where `--checks` names it. */
  readonly onRequest?: true;
  /** Starts whole agents. */
  readonly runsAgents?: true;
  /** Says of every commit of a series, not only of the last, whether it is sound. */
  readonly perCommit?: true;
  /** Also judges series that `git am` takes only in part, or in another way than series.json promises. */
  readonly judgesUnapplied?: true;
  /** The part of the setting that its answers depend on; a cached answer is for the same. Default: none. */
  dependsOn?(setting: CheckSetting): unknown;
  /** Problems that the details show; none of a check that passed. */
  problems(details: z.infer<Shape>): readonly Problem[];
  /** Tables for the report, in reading order. */
  tables?(details: z.infer<Shape>): readonly FoundTable[];
}

/**
 * One verification, with everything that is known of it. It returns a finding; it throws only if the whole run
 * cannot continue.
 */
export type Check<Shape extends z.ZodObject = z.ZodObject> = CheckTexts<Shape> &
  (
    | { readonly needs: "git"; run(input: CheckInput): Promise<Finding<z.infer<Shape>>> }
    | {
        readonly needs: "engine";
        /** Mostly waits for the kernel, so that several such checks can run in parallel. */
        readonly waits?: true;
        run(input: EngineCheckInput): Promise<Finding<z.infer<Shape>>>;
      }
  );

/** A result's details as the check that found them shapes them; undefined if there are none, or another's. */
export function detailsOf<Shape extends z.ZodObject>(
  check: Check<Shape>,
  details: { readonly check: string } | null,
): z.infer<Shape> | undefined {
  // Details come from the check itself, or were read with a schema made of its shape.
  return details?.check === check.id ? (details as unknown as z.infer<Shape>) : undefined;
}

/** Id and words of each, below each other. */
export function checkTable(checks: readonly Check[]): string {
  const width = Math.max(...checks.map(({ id }) => id.length));
  return checks
    .map(
      ({ id, words, onRequest }) => `  ${id.padEnd(width)}  ${words}${onRequest ? " (only if named)" : ""}`,
    )
    .join("\n");
}
