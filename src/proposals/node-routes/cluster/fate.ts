import type { ClusterPhase } from "../../../verify/index.ts";
import { deviceOf } from "../traffic/fate.ts";
import { hostDevice } from "../trial-setup.ts";

/** The node with the server. */
export const serverNode = "tt-lab5";

/** The node whose CIDR no other node has. */
export const apartNode = "tt-lab4";

const sharedPrefix = "10.247.2.0/24";

type Request = ClusterPhase["requests"][number];

/** What became of a request, told by what kernels counted. */
export function requestWords(request: Request): string {
  if (request.answered) return "answered";
  if (request.rpDrops > 0) return "no answer, the request is dropped on arrival";
  const { hostTx = 0, vxlanTx = 0 } = request.nodes.find(({ name }) => name === serverNode) ?? {};
  // The program of the agent's own device may send into the overlay before the device counts a packet as sent.
  if (deviceOf(request.replyRoute) === hostDevice && hostTx + vxlanTx > 0)
    return `no answer, the reply leaves through ${hostDevice}`;
  return `no answer, unknown where it was lost (reply: ${request.replyRoute})`;
}

/** Where replies went in circles: how many ended as they had been forwarded too often, and what the overlay carried. */
export function loopOf({ nodes }: Request): { readonly ended: number; readonly carried: number } | undefined {
  const ended = nodes.reduce((sum, { ttlExceeded }) => sum + ttlExceeded, 0);
  const carried = nodes.reduce((sum, { vxlanTx }) => sum + vxlanTx, 0);
  return ended > 0 && carried > 2 * ended ? { ended, carried } : undefined;
}

/** The nodes that share the prefix and route it to the agent's own device. */
export function nodesRoutingShared({ routes }: ClusterPhase): string {
  const found = routes.filter(
    ({ node, routes: lines }) =>
      node !== apartNode &&
      lines.some((line) => line.startsWith(`${sharedPrefix} `) && deviceOf(line) === hostDevice),
  );
  return found.map(({ node }) => node).join(", ") || "none";
}

/** `answered through cilium_host`. */
export function apartWords({ apart }: ClusterPhase): string {
  return `${apart.answered ? "answered" : "no answer"} through ${deviceOf(apart.route)}`;
}
