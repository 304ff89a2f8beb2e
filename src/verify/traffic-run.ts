import { z } from "zod";

/** One run with packets: a state of the tree, a setting, and whether node B filters by reverse path. */
export const trafficRun = z.strictObject({
  /** `base` or the variant's id. */
  series: z.string(),
  setting: z.string(),
  rpFilter: z.union([z.literal(0), z.literal(1)]),
  /** Whether the VM got an answer before the handler ran. */
  before: z.boolean(),
  /** Whether it got an answer afterwards. */
  answered: z.boolean(),
  /** From the VM's request to the answer or the timeout. */
  elapsedMs: z.number(),
  /** `ip route get` on node B, from the server to the VM. */
  replyRoute: z.string(),
  /** `ip route` on node B. */
  routes: z.array(z.string()),
  /** Packets that node B sent through the overlay's device during the request. */
  hostTx: z.number(),
  /** Packets that its reverse path filter dropped during the request. */
  rpDrops: z.number(),
  /** A request from node B's host to a pod of a peer with its own CIDR. */
  hostToDisjoint: z.strictObject({ answered: z.boolean(), route: z.string() }),
});

export type TrafficRun = z.infer<typeof trafficRun>;
