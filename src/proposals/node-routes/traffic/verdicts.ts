import type { SkipRule } from "../promise.ts";
import { type Judged, judged } from "../trial.ts";
import { hostDevice } from "../trial-setup.ts";
import { deviceOf } from "./fate.ts";
import type { PlannedTraffic, ReversePathFilter } from "./plan.ts";
import type { TrafficRecord } from "./records.ts";

/** Whether the host keeps its route to a node of its own cluster that has its own CIDR. */
const keepsHostWay: Readonly<Record<SkipRule, boolean>> = {
  remote: false,
  equal: true,
};

const answered = "answered";
/** How the fault of the report appears, by `rp_filter`. */
const lost: Readonly<Record<ReversePathFilter, string>> = {
  0: `no answer, the reply leaves through ${hostDevice}`,
  1: "no answer, the request is dropped on arrival",
};

/**
 * Verdicts on a run.
 *
 * @param baseRecords runs of the unpatched tree, for comparison with a setting that changes nothing.
 */
export function judgeRun(
  plan: PlannedTraffic,
  record: TrafficRecord,
  baseRecords: readonly TrafficRecord[] = [],
): Judged[] {
  const base = baseRecords.find(({ run }) => run.rpFilter === plan.rpFilter);
  const expected = plan.rule === undefined ? lost[plan.rpFilter] : answered;
  return [
    judged("request from the VM to the host", expected, fate(record)),
    judged("request from the host to a pod of a peer with its own CIDR", wayOf(plan), hostWay(record)),
    ...(base && plan.rule === undefined ? [asBase(record.run.routes, base.run.routes)] : []),
  ];
}

function asBase(routes: readonly string[], base: readonly string[]): Judged {
  const [found, expected] = [routes.join("; "), base.join("; ")];
  const same = `the same ${base.length}`;
  const check = "routes of the unpatched tree";
  return found === expected ? judged(check, same, same) : judged(check, expected, found);
}

/** The result of the VM's request. */
function fate({ run, halfOpen }: TrafficRecord): string {
  if (run.answered) return answered;
  if (run.rpDrops > 0) return lost[1];
  if (run.hostTx > 0 && halfOpen > 0 && deviceOf(run.replyRoute) === hostDevice) return lost[0];
  return `no answer, unknown where it was lost (reply: ${run.replyRoute})`;
}

function wayOf({ rule }: PlannedTraffic): string {
  return rule === undefined || keepsHostWay[rule]
    ? `answered through ${hostDevice}`
    : "no answer through eth0";
}

function hostWay({ run }: TrafficRecord): string {
  const { answered: isAnswered, route } = run.hostToDisjoint;
  return `${isAnswered ? "answered" : "no answer"} through ${deviceOf(route)}`;
}
