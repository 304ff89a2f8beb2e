import { type Check, couldNotRun, type EngineCheckInput } from "./check.ts";
import type { TrafficVerdict } from "./evidence.ts";
import { companionSource, runCompanion, troubleFinding } from "./run-companion.ts";
import type { TreeState } from "./tree-state.ts";
import type { TrafficAnswer, TrafficRuns } from "./trials.ts";

/**
 * The setup of the report with packets: a VM behind one node sends a request to a server on the host of
 * another node, whose routes the handler manages. Shows the fault on the unpatched tree and, with each setting
 * of the series, what is answered again and what the host can no longer reach. The overlay's device leads to
 * a namespace that answers for a peer's pod, not to BPF, so the check shows where packets are sent, not what
 * an overlay does with them.
 */
export const trafficCheck: Check = {
  id: "traffic",
  needs: "engine",
  perCommit: false,
  waits: true,
  async run(input) {
    const { subject, variant, trials, values, baseline } = input;
    if (!variant) return couldNotRun(`no template describes what ${subject.variant} should do`);
    const source = await companionSource(trials.traffic.companion, input);
    if (typeof source !== "string") return couldNotRun(source.reason);
    const plannedBase = trials.traffic.onBase(values);
    const form = JSON.stringify([source, plannedBase.input]);
    const base = await baseline.remember(
      `traffic ${form}`,
      () => measureBase(input, source, plannedBase),
      (answer) => "records" in answer,
    );
    if ("trouble" in base)
      return couldNotRun(`on the unpatched base, ${base.trouble.words}`, base.trouble.log);
    const planned = trials.traffic.onSeries(variant, subject.params, values);
    const patched = await runTraffic(input, input.patched, source, planned);
    if ("trouble" in patched) return troubleFinding(patched.trouble);
    const verdicts = [
      ...plannedBase.judge(base.records, []),
      ...planned.judge(patched.records, base.records),
    ];
    const failed = verdicts.find(({ ok }) => !ok);
    return {
      outcome: failed ? "fail" : "pass",
      reason: failed ? wordsOf(failed) : null,
      log: "",
      details: {
        check: "traffic",
        runs: [...base.records, ...patched.records].map(({ run }) => run),
        verdicts,
      },
    };
  },
};

function wordsOf({ run, check, expected, found }: TrafficVerdict): string {
  return `${run}: ${check}: expected ${expected}, found ${found}`.slice(0, 600);
}

/** The runs on the unpatched tree. Without the fault they cannot show a fix. */
async function measureBase(
  input: EngineCheckInput,
  source: string,
  planned: TrafficRuns,
): Promise<TrafficAnswer> {
  const answer = await runTraffic(input, input.base, source, planned);
  if ("trouble" in answer) return answer;
  const missing = planned.judge(answer.records, []).find(({ ok }) => !ok);
  if (!missing) return answer;
  const log = answer.records.map(({ name, run }) => `${name}: ${run.routes.join("; ")}`).join("\n");
  return { trouble: { words: `the fault does not occur: ${wordsOf(missing)}`, isFailure: false, log } };
}

async function runTraffic(
  input: EngineCheckInput,
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
