import { z } from "zod";
import type { Check, TrialInput } from "../check.ts";
import { couldNotRun, type FoundTable } from "../finding.ts";
import {
  companionInput,
  companionSource,
  runCompanion,
  troubleFinding,
  withTrials,
} from "../run-companion.ts";
import { runVerdict, verdictOutcome, verdictProblems, verdictTable, verdictWords } from "../run-verdict.ts";
import { fateOf, fateWords, hostWayOf, hostWayWords } from "../traffic-fate.ts";
import { type TrafficRun, trafficRun } from "../traffic-run.ts";
import type { TreeState } from "../tree-state.ts";
import type { TrafficAnswer, TrafficRuns } from "../trials.ts";

const details = z.strictObject({ runs: z.array(trafficRun), verdicts: z.array(runVerdict) });

/**
 * The setup of the report with packets: a VM behind one node sends a request to a server on the host of
 * another node, whose routes the handler manages. Shows the fault on the unpatched tree and, with each setting
 * of the series, what is answered again and what the host can no longer reach. The overlay's device leads to
 * a namespace that answers for a peer's pod, not to BPF, so the check shows where packets are sent, not what
 * an overlay does with them.
 */
export const trafficCheck: Check<typeof details> = {
  id: "traffic",
  words: "a VM's request and its reply",
  details,
  needs: "engine",
  waits: true,
  dependsOn: companionInput,
  async run(given) {
    const input = withTrials(given);
    if ("outcome" in input) return input;
    const { subject, variant, trials, facts, baseline } = input;
    if (!variant) return couldNotRun(`no template describes what ${subject.variant} should do`);
    const source = await companionSource(trials.traffic.companion, input);
    if (typeof source !== "string") return couldNotRun(source.reason);
    const plannedBase = trials.traffic.onBase(facts);
    const form = JSON.stringify([source, plannedBase.input]);
    const base = await baseline.remember(
      `traffic ${form}`,
      () => measureBase(input, source, plannedBase),
      (answer) => "records" in answer,
    );
    if ("trouble" in base)
      return couldNotRun(`on the unpatched base, ${base.trouble.words}`, base.trouble.log);
    const planned = trials.traffic.onSeries(variant, subject.params, facts);
    const patched = await runTraffic(input, input.patched, source, planned);
    if ("trouble" in patched) return troubleFinding(patched.trouble);
    const verdicts = [
      ...plannedBase.judge(base.records, []),
      ...planned.judge(patched.records, base.records),
    ];
    const runs = [...base.records, ...patched.records].map(({ run }) => run);
    return { ...verdictOutcome(verdicts), details: { runs, verdicts } };
  },
  problems: ({ verdicts }) => verdictProblems(verdicts),
  tables: ({ runs, verdicts }) => [packetTable(runs), verdictTable(verdicts)],
};

/** The runs on the unpatched tree. Without the fault they cannot show a fix. */
async function measureBase(input: TrialInput, source: string, planned: TrafficRuns): Promise<TrafficAnswer> {
  const answer = await runTraffic(input, input.base, source, planned);
  if ("trouble" in answer) return answer;
  const missing = planned.judge(answer.records, []).find(({ ok }) => !ok);
  if (!missing) return answer;
  const log = answer.records.map(({ name, run }) => `${name}: ${run.routes.join("; ")}`).join("\n");
  return { trouble: { words: `the fault does not occur: ${verdictWords(missing)}`, isFailure: false, log } };
}

async function runTraffic(
  input: TrialInput,
  state: TreeState,
  source: string,
  planned: TrafficRuns,
): Promise<TrafficAnswer> {
  const { companion } = input.trials.traffic;
  const { lines, trouble } = await runCompanion(companion, input, state, source, planned.input);
  if (!trouble) return planned.parse(lines);
  // A run that could not be set up also ends the test, and prints a line about it.
  const told = trouble.isFailure ? planned.troubleIn(lines) : undefined;
  return { trouble: told ? { ...told, log: trouble.log } : trouble };
}

function packetTable(runs: readonly TrafficRun[]): FoundTable {
  return {
    title: `Packets: ${runs.length} runs`,
    head: [
      "series and setting",
      "rp_filter",
      "the VM's request",
      "time",
      "route of the reply",
      "host to the peer's pods",
    ],
    rows: runs.map((run) => [
      [run.series, run.setting].filter(Boolean).join(", "),
      `${run.rpFilter}`,
      run.before ? fateWords(fateOf(run)) : "no answer even before the handler ran",
      `${(run.elapsedMs / 1000).toFixed(1)} s`,
      run.replyRoute,
      hostWayWords(hostWayOf(run)),
    ]),
  };
}
