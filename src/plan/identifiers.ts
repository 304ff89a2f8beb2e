/** Initialisms that Go and Cilium write in a single case (Go's list and Cilium's own). */
const initialisms = new Map(
  [
    "API",
    "BGP",
    "BPF",
    "CIDR",
    "CNI",
    "CPU",
    "CRD",
    "DNS",
    "HTTP",
    "ID",
    "IP",
    "IPAM",
    "IPv4",
    "IPv6",
    "K8s",
    "L2",
    "L3",
    "L4",
    "L7",
    "MTU",
    "NAT",
    "TCP",
    "TTL",
    "UDP",
    "VM",
  ].map((word) => [word.toLowerCase(), word]),
);

/** The Go identifier of a flag: `enable-remote-node-route` becomes `EnableRemoteNodeRoute`. */
export function identifierOf(flag: string): string {
  return flag
    .split("-")
    .filter((word) => word !== "")
    .map((word) => initialisms.get(word) ?? word.charAt(0).toUpperCase() + word.slice(1))
    .join("");
}

/** The name of a chart's value: `enable-remote-node-route` becomes `enableRemoteNodeRoute`. */
export function valueNameOf(flag: string): string {
  const [first = "", ...rest] = flag.split("-").filter((word) => word !== "");
  return `${first}${identifierOf(rest.join("-"))}`;
}
