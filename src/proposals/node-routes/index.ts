import type { Proposal } from "../proposal.ts";
import { survey } from "./survey.ts";
import { vocabulary } from "./view.ts";
import { ciliumWords } from "./words.ts";

/** Stop installing routes to the pod CIDRs of remote nodes where they do harm. */
export const nodeRoutes: Proposal = {
  id: "node-routes",
  survey,
  vocabulary,
  trials: async () => (await import("./trials.ts")).trials,
  advice: async () => (await import("./advice/knowledge.ts")).knowledge,
  words: ciliumWords,
};
