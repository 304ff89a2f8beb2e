// In: nothing. Out: the proposals, all that is known about Cilium's code.
// Never: cli, host, or anything that happens on import.
import { announcedCIDRs } from "./announced-cidrs/index.ts";
import { nodeRoutes } from "./node-routes/index.ts";
import type { Proposal } from "./proposal.ts";

export type { Proposal } from "./proposal.ts";

/** All proposals, in the order of output. The first one is meant where no other is named. */
export const proposals: readonly [Proposal, ...Proposal[]] = [nodeRoutes, announcedCIDRs];
