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
  const sent = request.nodes.find(({ name }) => name === serverNode)?.hostTx ?? 0;
  if (sent > 0 && deviceOf(request.replyRoute) === hostDevice)
    return `no answer, the reply leaves through ${hostDevice}`;
  return `no answer, unknown where it was lost (reply: ${request.replyRoute})`;
}

/** Where replies went in circles: how many packets the overlay carried for those that node B sent. */
export function loopOf({ nodes }: Request): { readonly sent: number; readonly carried: number } | undefined {
  const sent = nodes.find(({ name }) => name === serverNode)?.hostTx ?? 0;
  const carried = nodes.reduce((sum, { vxlanTx }) => sum + vxlanTx, 0);
  const ended = nodes.some(({ ttlExceeded }) => ttlExceeded > 0);
  return sent > 0 && ended && carried > 2 * sent ? { sent, carried } : undefined;
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
