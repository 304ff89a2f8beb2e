import { z } from "zod";
import type { Check, TrialInput } from "./check.ts";
import { chooseTried, type Tried } from "./choose-tried.ts";
import type { Companion, CompanionOutput } from "./companion.ts";
import { couldNotRun, type Finding } from "./finding.ts";
import { companionInput, companionSource, runCompanion, troubleFinding } from "./run-companion.ts";
import { type RunVerdict, runVerdict, verdictOutcome, verdictProblems, verdictTable } from "./run-verdict.ts";
import type { TreeState } from "./tree-state.ts";
import type { Trial, TrialAnswer, TrialRecord, TrialRuns, Trials } from "./trials.ts";

/** One kind of trial, as a check. */
interface TrialKind<Run extends z.ZodType> {
  /** Also the name of its results on the base. */
  readonly id: string;
  readonly words: string;
  /** A run, as evidence.json keeps it. */
  readonly run: Run;
  trialOf(trials: Trials): Trial<TrialRecord<z.infer<Run>>>;
  /** Runs only where `--checks` names it. */
  readonly onRequest?: true;
  /** Starts whole agents. */
  readonly runsAgents?: true;
  /** How it is carried out; by default, as a test of the package that the series change. */
  readonly program?: TrialProgram;
}

/** How a companion becomes a program, and what it prints. */
interface TrialProgram {
  source(companion: Companion, input: TrialInput): Promise<string | { readonly reason: string }>;
  run(
    companion: Companion,
    input: TrialInput,
    state: TreeState,
    source: string,
    runs: readonly object[],
  ): Promise<CompanionOutput>;
}

const testProgram: TrialProgram = { source: companionSource, run: runCompanion };

/** The details of such a check: the runs on the base first, and what was expected of all of them. */
type TrialDetails<Run extends z.ZodType> = z.ZodObject<
  { runs: z.ZodArray<Run>; verdicts: z.ZodArray<typeof runVerdict> },
  z.core.$strict
>;

/**
 * A check that runs a trial of the series' proposal: on the unpatched base, once for all series with the same runs
 * there, and with the series, in each of its settings.
 */
export function trialCheck<Run extends z.ZodType>(kind: TrialKind<Run>): Check<TrialDetails<Run>> {
  return {
    id: kind.id,
    words: kind.words,
    ...(kind.onRequest && { onRequest: true }),
    ...(kind.runsAgents && { runsAgents: true }),
    details: z.strictObject({ runs: z.array(kind.run), verdicts: z.array(runVerdict) }),
    needs: "engine",
    ...(kind.program ? {} : { waits: true }),
    dependsOn: companionInput,
    async run(input) {
      const tried = chooseTried(input.parts, kind.trialOf);
      return "outcome" in tried ? tried : runTrial({ ...input, part: tried.part }, kind, tried);
    },
    problems: ({ verdicts }) => verdictProblems(verdicts),
    tables: ({ verdicts }) => [verdictTable(verdicts)],
  };
}

async function runTrial<Run>(
  input: TrialInput,
  { id, program = testProgram }: Pick<TrialKind<z.ZodType>, "id" | "program">,
  { trial, planned, remark }: Tried<TrialRecord<Run>>,
): Promise<Finding<{ runs: Run[]; verdicts: RunVerdict[] }>> {
  const { part, baseline } = input;
  const source = await program.source(trial.companion, input);
  if (typeof source !== "string") return couldNotRun(source.reason);
  const plannedBase = trial.onBase(part.facts);
  const tryOn = async <R extends TrialRecord>(
    state: TreeState,
    runs: TrialRuns<R>,
  ): Promise<TrialAnswer<R>> =>
    runs.read(await program.run(trial.companion, input, state, source, runs.input));
  const base = await baseline.remember(
    `${id} ${JSON.stringify([source, plannedBase.input])}`,
    () => tryOn(input.base, plannedBase),
    (answer) => "records" in answer,
  );
  if ("trouble" in base) return couldNotRun(`on the unpatched base, ${base.trouble.words}`, base.trouble.log);
  const patched = await tryOn(input.patched, planned);
  if ("trouble" in patched) return troubleFinding(patched.trouble);
  const verdicts = [...plannedBase.judge(base.records, []), ...planned.judge(patched.records, base.records)];
  const runs = [...base.records, ...patched.records].map(({ run }) => run);
  const found = verdictOutcome(verdicts);
  return { ...found, reason: found.reason ?? remark, details: { runs, verdicts } };
}
