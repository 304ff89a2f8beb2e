import { hostDevice, type TrafficRecord, type RunVerdict as TrafficVerdict } from "../../../verify/index.ts";
import type { SkipRule } from "../scenario/model.ts";
import type { PlannedTraffic, ReversePathFilter } from "./plan.ts";

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
 * Verdicts on the runs of a series, in order of the plan.
 *
 * @param baseRecords runs of the unpatched tree, for comparison with a setting that changes nothing.
 */
export function judgeTraffic(
  planned: readonly PlannedTraffic[],
  records: readonly TrafficRecord[],
  baseRecords: readonly TrafficRecord[] = [],
): TrafficVerdict[] {
  return planned.flatMap((plan) => {
    const record = records.find(({ name }) => name === plan.name);
    if (!record) return [verdict(plan, "the run completed", "a record", "none")];
    const base = baseRecords.find(({ run }) => run.rpFilter === plan.rpFilter);
    const expected = plan.rule === undefined ? lost[plan.rpFilter] : answered;
    return [
      verdict(plan, "request from the VM to the host", expected, fate(record)),
      verdict(
        plan,
        "request from the host to a pod of a peer with its own CIDR",
        wayOf(plan),
        hostWay(record),
      ),
      ...(base && plan.rule === undefined ? [asBase(plan, record.run.routes, base.run.routes)] : []),
    ];
  });
}

function verdict({ name }: PlannedTraffic, check: string, expected: string, found: string): TrafficVerdict {
  return { run: name, check, expected, found, ok: expected === found };
}

function asBase(plan: PlannedTraffic, routes: readonly string[], base: readonly string[]): TrafficVerdict {
  const [found, expected] = [routes.join("; "), base.join("; ")];
  const same = `the same ${base.length}`;
  const check = "routes of the unpatched tree";
  return found === expected ? verdict(plan, check, same, same) : verdict(plan, check, expected, found);
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

/** The device in what `ip route get` prints. */
function deviceOf(route: string): string {
  return /\bdev (\S+)/.exec(route)?.[1] ?? "no device";
}
