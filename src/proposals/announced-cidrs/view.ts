import type { Vocabulary } from "../../plan/index.ts";
import type { AnnouncementFacts } from "./facts.ts";

/** The names of this proposal's templates. */
export const vocabulary: Vocabulary<AnnouncementFacts> = {
  names(facts) {
    return {
      /** Constants of the modes whose CIDRs are announced. */
      announcedModes: () => facts.modes.assigning.map(({ constant }) => constant),
      /** Constants of the other modes. */
      withheldModes: () => facts.modes.others.map(({ constant }) => constant),
      /** Names of the modes whose CIDRs are announced, as users write them. */
      announcedNames: () => facts.modes.assigning.map(({ value }) => value),
      /** Names of the other modes. */
      withheldNames: () => facts.modes.others.map(({ value }) => value),
      /** From an IPv6 CIDR to what the setter of the agent's range takes. */
      ipv6RangeField: () => (facts.ipv6RangeType === "*net.IPNet" ? ".IPNet" : ""),
    };
  },
  // No template reads them: a release without either does not need the change, or has no modes to tell apart.
  whyNothing: (facts) =>
    facts.announcedRange && facts.ipamMode ? undefined : "this release announces no allocation CIDRs",
  ownImportsFirst: (facts) => facts.ciliumImportsFirst,
};
