// In: nothing. Out: the proposals, all that is known about Cilium's code.
// Never: cli, host, or anything that happens on import.
import { nodeRoutes } from "./node-routes/index.ts";
import type { Proposal } from "./proposal.ts";

export type { Proposal } from "./proposal.ts";

/** All proposals, in the order of output. */
export const proposals: readonly Proposal[] = [nodeRoutes];
