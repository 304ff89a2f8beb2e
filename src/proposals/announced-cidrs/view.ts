import type { Names, View, Vocabulary } from "../../plan/index.ts";
import type { FactValues } from "../../profile/index.ts";
import type { AnnouncementFacts } from "./facts.ts";

/** The names of this proposal's templates. */
export const vocabulary: Vocabulary = {
  names(values): Names {
    const facts = asFacts(values);
    return {
      nodeStore: () => facts.nodeStore,
      /** Constants of the modes whose CIDRs are announced, and of the others. */
      announcedModes: () => facts.modes.assigning.map(({ constant }) => constant),
      withheldModes: () => facts.modes.others.map(({ constant }) => constant),
      announcedNames: () => facts.modes.assigning.map(({ value }) => value),
      withheldNames: () => facts.modes.others.map(({ value }) => value),
      nodeGetter: () => facts.nodeGetter,
      mutateFails: () => facts.mutateFails,
      /** From an IPv6 CIDR to what the setter of the agent's range takes. */
      ipv6RangeField: () => (facts.ipv6RangeType === "*net.IPNet" ? ".IPNet" : ""),
      licence: () => facts.licence,
      testConstraints: () => facts.testConstraints.join("\n"),
    };
  },
  whyNothing: (_view: View) => undefined,
  ownImportsFirst: (values) => asFacts(values).ciliumImportsFirst,
};

/** Values that the probes found, under their types. */
function asFacts(values: FactValues): AnnouncementFacts {
  return values as unknown as AnnouncementFacts;
}
