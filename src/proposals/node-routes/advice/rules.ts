import type { RuleText } from "../../../advise/index.ts";

/** What is said of a setup rests on these; each names where it can be looked up. */
export const rules = {
  "longest-match": {
    says: "Of the routes that hold an address, the one with the longest prefix is taken; of equal prefixes, the one with the smallest metric.",
    source: "ip-route(8); Linux net/ipv4/fib_trie.c, net/ipv6/route.c",
  },
  device: {
    says: "Only Cilium makes routes on cilium_host, cilium_net, lxc* and the tunnel devices, unless somebody does so by hand.",
    source:
      "cilium v1.10.12 pkg/defaults/node.go (HostDevice), pkg/datapath/linux/node.go (createNodeRouteSpec)",
  },
  "agent-table": {
    says: "Tables 2004 and 2005 lead to and from the proxy, 200 is for IPsec, 201 for WireGuard, 202 for VTEP.",
    source: "cilium pkg/datapath/linux/linux_defaults/linux_defaults.go, v1.10.12 and main of October 2025",
  },
  "remote-route": {
    says: "In tunnel mode, each CIDR of a remote node gets a route by the own router address on cilium_host, in every IPAM mode, with or without endpoint routes. Since 1.7.13, 1.8.7 and 1.9.4 only such a route has an MTU, the local node's own has none. The protocol is kernel since 1.14; IPv6 has no next hop since then.",
    source:
      "cilium v1.10.12 pkg/datapath/linux/node.go (nodeUpdate, createNodeRouteSpec); 2678be5ac547, 341f99f956bd",
  },
  "local-route": {
    says: "The local node's CIDR gets a route on cilium_host unless enable-local-node-route is false, the mode is eni or azure (since 1.10 also alibabacloud), or, since 1.15, endpoint routes are on.",
    source: "cilium v1.10.12 pkg/nodediscovery; cilium pull requests 9505, 8598, 13098, 28324",
  },
  "service-route": {
    says: "The service range gets a route on cilium_host like one of the local node's CIDRs, whatever the settings of node routes.",
    source: "cilium v1.10.12 pkg/datapath/linux/node.go (NodeConfigurationChanged)",
  },
  "router-route": {
    says: "The next hop of node routes gets a route of its own: the router address on cilium_host, scope link.",
    source: "cilium v1.10.12 pkg/datapath/linux/route/route_linux.go (Upsert)",
  },
  "endpoint-route": {
    says: "With endpoint routes, and for health checks, each endpoint has a route to its own device.",
    source: "cilium Documentation/cmdref/cilium-agent.md (enable-endpoint-routes)",
  },
  protocol: {
    says: "The protocol of a route names who made it, by convention: kernel, dhcp, ra, static, bird, bgp, 80 for Calico, 17 for kube-router.",
    source: "iproute2 etc/iproute2/rt_protos; cilium pull request 4547 (kube-router's guide)",
  },
  "device-name": {
    says: "Other components name their devices: cali* and tap* (Calico), cni0 and flannel.1 (flannel), tun-* and kube-bridge (kube-router), docker0.",
    source:
      "the documentation of these components; tap* with scope link: gist 466a9ae836f663f8349b71e76abaee7e",
  },
  "nobody-known": {
    says: "Neither device, protocol nor table names an owner.",
    source: "ip-route(8)",
  },
  "direct-route": {
    says: "auto-direct-node-routes adds `CIDR via NODE` on the underlay. No mark tells it from a route of another component.",
    source: "cilium v1.10.12 pkg/datapath/linux/node.go (createDirectRouteSpec); cilium pull request 6976",
  },
  "shared-own": {
    says: "Where a remote node announces the local node's CIDR, both have one route in the kernel, which sends all of it to cilium_host.",
    source: "gist 466a9ae836f663f8349b71e76abaee7e; cilium issue 17277",
  },
  "equal-cidrs": {
    says: "A kernel table has one route for a prefix and metric: of nodes with equal CIDRs, the last writer wins, and the first one deleted takes the route away for all. The tunnel map (up to 1.17) and the ipcache (since 1.18) have one entry, too.",
    source: "cilium issues 17277, 36518, 20204; cilium pkg/datapath/linux/node.go",
  },
  "nested-cidrs": {
    says: "A CIDR within another one is no conflict of routes: the longer prefix wins for its part. Addresses of that part which the wider node hands out are not reached.",
    source: "ip-route(8); cilium issue 15500",
  },
  collision: {
    says: "A pod CIDR must not overlap with networks of the hosts: where its route is as long as theirs or longer, the host's own traffic to them goes to cilium_host.",
    source: "cilium Documentation/network/concepts/ipam/cluster-pool.rst; cilium issues 42383, 6321",
  },
  "service-range": {
    says: "Pod CIDRs and the service range must not overlap.",
    source: "cilium issue 13766",
  },
  "made-up": {
    says: "A node always has some range. Where none is given to it, it makes one up: 10.N.0.0/16, N being the last byte of its IPv4 address, and from that f00d::a0N:0:0:0/96. Modes without node CIDRs announce it: 1.6 and 1.7 always, 1.8 to 1.11 unless cluster-pool, from 1.12 unless cluster-pool or cluster-pool-v2beta, since 1.15, 1.14.13 and 1.13.18 only the mode kubernetes announces one.",
    source:
      "cilium v1.10.12 pkg/node/address.go (InitDefaultPrefix), pkg/defaults/node.go; cilium pull request 26663",
  },
  "real-cidr": {
    says: "kubernetes takes the Node's podCIDR, cluster-pool what the operator cuts from the pool, multi-pool and cluster-pool-v2beta lists of it; crd, eni, azure, alibabacloud and delegated-plugin have no CIDR per node.",
    source: "cilium Documentation/network/concepts/ipam/; pkg/ipam/option/option.go",
  },
  leftover: {
    says: "Routes of an earlier run stay in the kernel. Native routing removes those of known nodes once, when a node is first added; early 1.18 releases do not (the MTU was compared); nodes that were deleted while the agent was down leave theirs behind up to 1.16.",
    source: "cilium issue 41811, pull request 41819; cilium v1.10.12 pkg/datapath/linux/node.go (nodeUpdate)",
  },
  "foreign-routes": {
    says: "Cilium once removed routes of other components by prefix alone, and cannot tell a direct route of its own from theirs.",
    source: "cilium issue 6975, pull request 6976",
  },
  "no-device": {
    says: "A node route needs cilium_host: without it, each update fails with `unable to lookup interface cilium_host`, and the routes come with the next validation of the nodes, a minute times ln(1 + nodes) later.",
    source: "cilium v1.10.12 pkg/datapath/linux/route/route_linux.go (Upsert), pkg/node/manager",
  },
  "endpoint-and-local": {
    says: "Before 1.15, endpoint routes leave the local node's route in place: it takes enable-local-node-route=false as well.",
    source: "cilium pull request 28324",
  },
  "tunnel-direct": {
    says: "auto-direct-node-routes and a tunnel exclude each other: since 1.9 the agent does not start.",
    source: "cilium v1.9.17 daemon/cmd/daemon_main.go",
  },
  complaint: {
    says: "The operator writes into a CiliumNode's status why it could not give it the CIDR it asks for.",
    source:
      "cilium Documentation/network/concepts/ipam/cluster-pool.rst; cilium pull request 20208, issue 22472",
  },
  "host-traffic": {
    says: "In tunnel mode, the host itself uses the routes to remote CIDRs: host processes, health checks, proxies, NodePort of kube-proxy. Pods do not: the endpoint's BPF program encapsulates.",
    source: "cilium v1.10.12 bpf/bpf_lxc.c",
  },
  "native-local-off": {
    says: "Native routing with enable-local-node-route=false installs no route to a node CIDR at all.",
    source: "cilium pull request 9505 (1.7); observed on v1.9.17 and v1.10.12",
  },
  "native-endpoint": {
    says: "Native routing with endpoint routes drops the local node's route by itself since 1.15.",
    source: "cilium pull request 28324",
  },
  "direct-no-cure": {
    says: "With auto-direct-node-routes all nodes compete for one prefix; the last writer wins.",
    source: "cilium v1.10.12 pkg/datapath/linux/node.go",
  },
  "single-route": {
    says: "single-cluster-route routes the agent's own CIDR, the shared one included, and breaks host-to-pod and NodePort traffic. It was removed in 1.15.",
    source: "cilium pull request 29221",
  },
  "route-metric": {
    says: "route-metric only helps where another route of equal length has a better metric.",
    source: "cilium e506363e6353 (1.11)",
  },
  "dummy-range": {
    says: "A range of its own per node (ipv4-range, ipv6-range) makes prefixes differ. Endpoints whose address another allocator gives are not checked against it.",
    source: "cilium Documentation/cmdref/cilium-agent.md (ipv4-range)",
  },
  "local-router": {
    says: "local-router-ipv4 and -ipv6 set the router address only, and are refused in tunnel mode.",
    source: "cilium pull request 46082 (what 1.10 to 1.19 ask for)",
  },
  delegated: {
    says: "ipam=delegated-plugin needs local-router-ipv4 or -ipv6, which a tunnel excludes: it comes without node routes.",
    source: "cilium v1.12 pkg/option/config.go (checkIPAMDelegatedPlugin)",
  },
  allocation: {
    says: "CIDRs that nodes really use must differ; no change of routes repairs two pods with one address.",
    source: "cilium issues 17277, 22770, 15500",
  },
  "stop-announcing": {
    says: "Since 1.15, and in 1.14.13 and 1.13.18, agents do not announce a range that they made up. Older peers still do.",
    source: "cilium pull requests 26663, 30137",
  },
  "flag-gate": {
    says: "With its flag off, no route by cilium_host to remote nodes is installed in tunnel mode, and those of an earlier run are removed; local and service routes stay.",
    source: "templates/node-routes/flag-gate/variant.json",
  },
  "ipam-mode": {
    says: "The same switch, set by the IPAM mode; an agent with a cluster ID other than 0 keeps all routes.",
    source: "templates/node-routes/ipam-mode/variant.json",
  },
  "cidr-validation": {
    says: "A remote CIDR that equals one of the local node's, or a service range, gets no route; all others are routed.",
    source: "templates/node-routes/cidr-validation/variant.json",
  },
} as const satisfies Readonly<Record<string, RuleText>>;

export type RuleId = keyof typeof rules;
