/** Paths in Cilium that the probes read. */
export const paths = {
  discovery: "pkg/nodediscovery/nodediscovery.go",
  nodeStore: "pkg/node/store/store.go",
  addresses: "pkg/node/address.go",
  addressesTest: "pkg/node/address_test.go",
  option: "pkg/option/config.go",
  modes: "pkg/ipam/option/option.go",
} as const;

/** The method that fills the agent's own resource. */
export const announcer = "NodeDiscovery.mutateNodeResource";

/** The calls in it that give the agent's allocation CIDRs. */
export const rangeCalls = ["node.GetIPv4AllocRange", "node.GetIPv6AllocRange"] as const;
