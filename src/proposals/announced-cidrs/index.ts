import type { Proposal } from "../proposal.ts";
import type { AnnouncementFacts } from "./facts.ts";
import { knownModes } from "./modes.ts";
import { announcer, paths, rangeCalls } from "./paths.ts";
import { probes } from "./probes.ts";
import { vocabulary } from "./view.ts";

/** Do not announce pod CIDRs that were made up. */
export const announcedCIDRs: Proposal<AnnouncementFacts> = {
  id: "announced-cidrs",
  about: "Do not announce pod CIDRs that an agent made up.",
  survey: {
    files: {
      main: paths.discovery,
      since: "v1.5",
      paths: Object.values(paths),
      folders: [],
      references: "Documentation/cmdref",
    },
    probes,
  },
  vocabulary,
  words: [announcer, ...rangeCalls, ...knownModes],
};
