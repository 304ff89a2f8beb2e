import {
  type Companion,
  type CompanionOutput,
  type RunVerdict,
  type Trial,
  type TrialAnswer,
  type TrialRecord,
  type TrialRuns,
  verdictWords,
} from "../../verify/index.ts";
import type { NodeRouteFacts } from "./facts/facts.ts";
import { type Setting, settingsOf, unpatched } from "./promise.ts";

/** The series that runs on the unpatched tree are said to be of. */
export const baseSeries = "base";

/** A planned run, by the name that the companion gives back. */
export interface PlannedRun {
  readonly name: string;
  /** {@link baseSeries} or a variant's id. */
  readonly series: string;
  readonly setting: string;
}

export type Judged = Omit<RunVerdict, "run">;

/** What differs between the trials of this proposal. */
interface TrialParts<Plan extends PlannedRun, Record extends TrialRecord> {
  readonly companion: Companion;
  /** The runs of a series with one of its settings. */
  plan(series: string, setting: Setting, facts: NodeRouteFacts): Plan[];
  /** A run in the companion's format. */
  inputOf(plan: Plan): object;
  read(output: CompanionOutput, planned: readonly Plan[]): TrialAnswer<Record>;
  judge(plan: Plan, record: Record, baseRecords: readonly Record[]): Judged[];
}

/** A trial of the node handler: runs on the unpatched tree, and with each setting of a series. */
export function makeTrial<Plan extends PlannedRun, Record extends TrialRecord>(
  parts: TrialParts<Plan, Record>,
): Trial<Record, NodeRouteFacts> {
  const runsOf = (planned: readonly Plan[]): TrialRuns<Record> => ({
    input: planned.map((plan) => parts.inputOf(plan)),
    read: (output) => parts.read(output, planned),
    judge: (records, baseRecords) =>
      planned.flatMap((plan) => {
        const record = records.find(({ name }) => name === plan.name);
        const verdicts = record ? parts.judge(plan, record, baseRecords) : [missingRun];
        return verdicts.map((verdict) => ({ run: plan.name, ...verdict }));
      }),
  });
  return {
    companion: parts.companion,
    onBase: (facts) => runsOf(parts.plan(baseSeries, unpatched, facts)),
    onSeries(variant, params, facts) {
      const settings = settingsOf(variant, params, facts);
      if ("reason" in settings) return settings;
      return runsOf(settings.flatMap((setting) => parts.plan(variant.spec.id, setting, facts)));
    },
  };
}

/**
 * Runs on the unpatched tree. Without the fault they cannot show a fix.
 *
 * @param logOf what to show of a run then.
 */
export function showingFault<Record extends TrialRecord>(
  runs: TrialRuns<Record>,
  logOf: (record: Record) => readonly string[],
): TrialRuns<Record> {
  return {
    ...runs,
    read(output) {
      const answer = runs.read(output);
      if ("trouble" in answer) return answer;
      const missing = runs.judge(answer.records, []).find(({ ok }) => !ok);
      if (!missing) return answer;
      const log = answer.records.flatMap(logOf).join("\n");
      const words = `the fault does not occur: ${verdictWords(missing)}`;
      return { trouble: { words, isFailure: false, log } };
    },
  };
}

/** One expectation, and what was found. */
export function judged(check: string, expected: string, found: string): Judged {
  return { check, expected, found, ok: expected === found };
}

/** Of a run without a record. */
export const missingRun = judged("the run ended", "a record", "none");
