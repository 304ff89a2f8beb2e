import { stringConstants } from "../../golang/index.ts";
import { atFile, type Found, type Sources } from "../../profile/index.ts";
import type { AnnouncementFacts, Mode } from "./facts.ts";
import { paths } from "./paths.ts";

/**
 * Modes that assign a CIDR to each node: Kubernetes' own, host scope, and the operator's pools. Their allocators work
 * within it (`NewIPAM` in pkg/ipam/ipam.go, v1.8 to v1.13). The second kind of cluster pool has its later name since v1.12.0-rc3.
 */
const assigning = [
  "kubernetes",
  "hostscope-legacy",
  "cluster-pool",
  "cluster-pool-v2",
  "cluster-pool-v2beta",
];

/** Modes that take addresses from elsewhere: for them the agent's CIDR is made up, unless one is configured. */
const others = ["crd", "eni", "azure", "alibabacloud", "delegated-plugin"];

/** Every mode that is known to be one or the other. */
export const knownModes: readonly string[] = [...assigning, ...others];

/** The release's modes. A mode that is not known makes the tree an unknown one: it might assign CIDRs in another way. */
export function modes(sources: Sources): Found<AnnouncementFacts["modes"]> {
  const file = sources.go(paths.modes);
  if (!file) return { missing: `${paths.modes} does not exist` };
  const group = file.declarations.const.get("IPAMCRD")?.[0]?.parent;
  const found: Mode[] = [...stringConstants(file)]
    .filter(([name]) => file.declarations.const.get(name)?.[0]?.parent?.id === group?.id)
    .map(([constant, { value }]) => ({ value, constant }));
  const unknown = found.find(({ value }) => !knownModes.includes(value));
  if (!group) return { missing: `${paths.modes}: expected the constant IPAMCRD, found none` };
  if (unknown)
    return {
      missing: `${paths.modes}: expected IPAM modes among ${knownModes.join(", ")}, found ${unknown.value}`,
    };
  return atFile(
    {
      assigning: found.filter(({ value }) => assigning.includes(value)),
      others: found.filter(({ value }) => others.includes(value)),
    },
    paths.modes,
  );
}
