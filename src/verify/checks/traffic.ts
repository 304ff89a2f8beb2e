import { trafficRun } from "../traffic-run.ts";
import { trialCheck } from "../trial-check.ts";

/**
 * The setup of the report with packets: a VM behind one node sends a request to a server on the host of
 * another node, whose routes the handler manages. Shows the fault on the unpatched tree and, with each setting
 * of the series, what is answered again and what the host can no longer reach. The overlay's device leads to
 * a namespace that answers for a peer's pod, not to BPF, so the check shows where packets are sent, not what
 * an overlay does with them.
 */
export const trafficCheck = trialCheck({
  id: "traffic",
  words: "a VM's request and its reply",
  run: trafficRun,
  trialOf: ({ traffic }) => traffic,
});
