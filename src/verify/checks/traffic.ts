import { type Check, couldNotRun, type EngineCheckInput } from "../check.ts";
import type { Companion } from "../companion.ts";
import type { TrafficVerdict } from "../evidence.ts";
import { companionSource, runCompanion, troubleFinding } from "../run-companion.ts";
import { type PlannedTraffic, planBaseTraffic, planTraffic } from "../traffic-plan.ts";
import { parseTraffic, type TrafficAnswer } from "../traffic-records.ts";
import { judgeTraffic } from "../traffic-verdicts.ts";
import type { TreeState } from "../tree-state.ts";

const companion: Companion = {
  name: "traffic",
  template: "traffic-test.go.hbs",
  testName: "TestPrivilegedTraffic",
  variable: "PATCHKIT_TRAFFIC",
  marker: "TRAFFIC",
};

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
    const { subject, templates, values, baseline } = input;
    const variant = templates.variants.find(({ spec }) => spec.id === subject.variant);
    if (!variant) return couldNotRun(`no template describes what ${subject.variant} should do`);
    const source = await companionSource(companion, input);
    if (source === undefined) return couldNotRun("this tree declares no interface for a node's addresses");
    const form = JSON.stringify([source, planBaseTraffic()]);
    const base = await baseline.remember(
      `traffic ${form}`,
      () => measureBase(input, source),
      (answer) => "records" in answer,
    );
    if ("trouble" in base)
      return couldNotRun(`on the unpatched base, ${base.trouble.words}`, base.trouble.log);
    const planned = planTraffic(variant, subject.params, values);
    const patched = await runTraffic(input, input.patched, source, planned);
    if ("trouble" in patched) return troubleFinding(patched.trouble);
    const verdicts = [
      ...judgeTraffic(planBaseTraffic(), base.records),
      ...judgeTraffic(planned, patched.records, base.records),
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
async function measureBase(input: EngineCheckInput, source: string): Promise<TrafficAnswer> {
  const planned = planBaseTraffic();
  const answer = await runTraffic(input, input.base, source, planned);
  if ("trouble" in answer) return answer;
  const missing = judgeTraffic(planned, answer.records).find(({ ok }) => !ok);
  if (!missing) return answer;
  const log = answer.records.map(({ name, run }) => `${name}: ${run.routes.join("; ")}`).join("\n");
  return { trouble: { words: `the fault does not occur: ${wordsOf(missing)}`, isFailure: false, log } };
}

async function runTraffic(
  input: EngineCheckInput,
  state: TreeState,
  source: string,
  planned: readonly PlannedTraffic[],
): Promise<TrafficAnswer> {
  const runs = planned.map((plan) => ({
    Name: plan.name,
    RPFilter: plan.rpFilter,
    Fields: plan.switch.fields,
    Mode: plan.switch.mode,
    ClusterID: plan.switch.clusterID,
  }));
  const { lines, trouble } = await runCompanion(companion, input, state, source, runs);
  if (!trouble) return parseTraffic(lines, planned);
  // A run that could not be set up also ends the test, and prints a line about it.
  const told = trouble.isFailure ? parseTraffic(lines, []) : { records: [] };
  return "trouble" in told ? { trouble: { ...told.trouble, log: trouble.log } } : { trouble };
}
