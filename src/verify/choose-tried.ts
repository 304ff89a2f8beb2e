import { couldNotRun, type Finding, notNeeded } from "./finding.ts";
import type { OpenedPart } from "./series-part.ts";
import type { Trial, TrialRecord, TrialRuns, Trials } from "./trials.ts";

/** The variant of a series that a trial is about, and its runs. */
export interface Tried<Record extends TrialRecord> {
  readonly part: OpenedPart & { readonly trials: Trials };
  readonly trial: Trial<Record>;
  readonly planned: TrialRuns<Record>;
  /** Of a series of several variants: whose promise is tried, and why no other is; null of a single one. */
  readonly remark: string | null;
}

/**
 * The one variant of a series that promises something of what a trial shows: it has to keep it on the tree that all of
 * them give. What several promises come to, nothing says; then there is no result.
 */
export function chooseTried<Record extends TrialRecord>(
  parts: readonly OpenedPart[],
  trialOf: (trials: Trials) => Trial<Record>,
): Tried<Record> | Finding<never> {
  const found = parts.map((part) => ({ id: part.id, answer: planTrial(part, trialOf) }));
  const without = found.flatMap(({ id, answer }) => ("outcome" in answer ? [{ id, ...answer }] : []));
  const unknown = without.find(({ outcome }) => outcome === "could-not-run");
  if (unknown) return couldNotRun(unknown.reason ?? "");
  const words = without
    .map(({ id, reason }) => (parts.length === 1 ? reason : `${id}: ${reason}`))
    .join("; ");
  const [first, ...others] = found.flatMap(({ answer }) => ("outcome" in answer ? [] : [answer]));
  if (!first) return notNeeded(words);
  if (others.length === 0)
    return { ...first, remark: parts.length === 1 ? null : `as ${first.part.id} promises; ${words}` };
  const promising = [first, ...others].map(({ part }) => part.id).join(" and ");
  return couldNotRun(`${promising} each promise something, and nothing says what both come to in one tree`);
}

function planTrial<Record extends TrialRecord>(
  part: OpenedPart,
  trialOf: (trials: Trials) => Trial<Record>,
): Omit<Tried<Record>, "remark"> | Finding<never> {
  const { id, trials, variant, params, facts } = part;
  if (!trials) return notNeeded("nothing but its tests is tried of this proposal");
  if (!variant) return couldNotRun(`no template describes what ${id} should do`);
  const trial = trialOf(trials);
  const planned = trial.onSeries(variant, params, facts);
  return "reason" in planned ? notNeeded(planned.reason) : { part: { ...part, trials }, trial, planned };
}
