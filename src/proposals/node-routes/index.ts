import type { Proposal } from "../proposal.ts";
import type { NodeRouteFacts } from "./facts/facts.ts";
import { untouched } from "./paths.ts";
import { survey } from "./survey.ts";
import { vocabulary } from "./view.ts";
import { ciliumWords } from "./words.ts";

/** Stop installing routes to the pod CIDRs of remote nodes where they do harm. */
export const nodeRoutes: Proposal<NodeRouteFacts> = {
  id: "node-routes",
  about: "Stop installing routes to the pod CIDRs of remote nodes where they do harm.",
  survey,
  vocabulary,
  trials: async () => (await import("./trials.ts")).trials,
  sections: async () => (await import("./report/sections.ts")).nodeRoutesSections,
  advice: async () => (await import("./advice/knowledge.ts")).knowledge,
  words: ciliumWords,
  untouched,
};
