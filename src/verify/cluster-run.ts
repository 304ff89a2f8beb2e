import { z } from "zod";

/** What the kernel of one node counted during a request. */
const countedOnNode = z.strictObject({
  name: z.string(),
  /** Packets that it sent through the agent's own device. */
  hostTx: z.number(),
  /** Packets that it sent into the overlay, and that it got from there. */
  vxlanTx: z.number(),
  vxlanRx: z.number(),
  forwarded: z.number(),
  /** Packets that ended there because they had been forwarded too often. */
  ttlExceeded: z.number(),
});

/** One request of the VM to the server on node B's host. */
const clusterRequest = z.strictObject({
  /** Whether node B filters by reverse path. */
  rpFilter: z.union([z.literal(0), z.literal(1)]),
  answered: z.boolean(),
  elapsedMs: z.number(),
  /** `ip route get` on node B, from the server to the VM. */
  replyRoute: z.string(),
  /** Packets that node B's reverse path filter dropped. */
  rpDrops: z.number(),
  nodes: z.array(countedOnNode),
});

/** What was measured while all nodes had the same agent. */
const clusterPhase = z.strictObject({
  /** `fresh`, or a step of an upgrade in place and back. */
  phase: z.string(),
  /** From the start of the agents until the last one said that it is ready. */
  readyMs: z.number(),
  /** The node with the VM. */
  vmNode: z.string(),
  /** The nodes to which node B's tables of the overlay send what is for the shared prefix. */
  peers: z.array(z.strictObject({ table: z.string(), node: z.string() })),
  requests: z.array(clusterRequest),
  /** `ip route` on each node. */
  routes: z.array(z.strictObject({ node: z.string(), routes: z.array(z.string()) })),
  /** A request from node B's host to the node that has a CIDR of its own. */
  apart: z.strictObject({
    answered: z.boolean(),
    route: z.string(),
    /** When the agents' route to it was seen, from their start; null without one. */
    afterMs: z.number().nullable(),
  }),
  /** Lines of node B's log about the shared prefix, and its errors. */
  log: z.array(z.string()),
});

/** One cluster of four agents with a setting, and what each of its phases showed. */
export const clusterRun = z.strictObject({
  /** `base` or the variant's id. */
  series: z.string(),
  setting: z.string(),
  phases: z.array(clusterPhase),
});

export type ClusterRun = z.infer<typeof clusterRun>;
export type ClusterPhase = z.infer<typeof clusterPhase>;
