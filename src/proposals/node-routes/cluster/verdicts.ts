import type { ClusterPhase } from "../../../verify/index.ts";
import { type Judged, judged, missingRun } from "../trial.ts";
import { hostDevice } from "../trial-setup.ts";
import { apartNode, apartWords, nodesRoutingShared, requestWords } from "./fate.ts";
import type { PlannedCluster, PlannedPhase } from "./plan.ts";
import type { ClusterRecord } from "./records.ts";

/** How the fault of the report appears, by `rp_filter`. */
const lost = {
  0: `no answer, the reply leaves through ${hostDevice}`,
  1: "no answer, the request is dropped on arrival",
} as const;

/** Verdicts on a cluster, phase by phase. */
export function judgeCluster(plan: PlannedCluster, { run }: ClusterRecord): Judged[] {
  return plan.phases.flatMap((phase) => {
    const found = run.phases.find((one) => one.phase === phase.name);
    const verdicts = found ? judgePhase(phase, found) : [missingRun];
    return plan.phases.length === 1
      ? verdicts
      : verdicts.map((verdict) => ({ ...verdict, check: `${phase.name}: ${verdict.check}` }));
  });
}

function judgePhase({ rule }: PlannedPhase, found: ClusterPhase): Judged[] {
  const sharing = found.routes.map(({ node }) => node).filter((node) => node !== apartNode);
  return [
    ...found.requests.map((request) =>
      judged(
        `request from the VM, rp_filter ${request.rpFilter}`,
        rule === undefined ? lost[request.rpFilter] : "answered",
        requestWords(request),
      ),
    ),
    judged(
      `nodes that route their own prefix to ${hostDevice}`,
      rule === undefined ? sharing.join(", ") : "none",
      nodesRoutingShared(found),
    ),
    judged(
      "request from the host to a node with a CIDR of its own",
      rule === "remote" ? "no answer through eth0" : `answered through ${hostDevice}`,
      apartWords(found),
    ),
  ];
}
