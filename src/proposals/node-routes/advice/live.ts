import type { LiveStep, Prefix } from "../../../advise/index.ts";
import type { Evidence } from "./findings.ts";
import { routesOf } from "./judged-table.ts";

/** How to see on a live node that a route is gone and traffic flows, and how to go back. */
export function liveSteps({ tables, setup }: Evidence): LiveStep[] {
  const routes = tables.flatMap((table) => routesOf(table, "shared", "remote"));
  const prefixes = [...new Map(routes.map(({ destination }) => [destination.text, destination])).values()];
  const shown = prefixes.length > 0 ? prefixes.slice(0, 3) : [];
  const device =
    tables
      .flatMap(({ table }) => table.routes)
      .find(({ destination, hops }) => destination.length === 0 && hops.length === 1)?.hops[0]?.dev ?? "eth0";
  const cli = setup.release !== null && setup.release.number < 1015000 ? "cilium" : "cilium-dbg";
  return [
    {
      title: "the route is gone",
      commands:
        shown.length > 0
          ? shown.map((prefix) => `${ip(prefix)} route show exact ${prefix.text} dev cilium_host`)
          : ["ip route show dev cilium_host", "ip -6 route show dev cilium_host"],
      expect:
        shown.length > 0
          ? "no line; where the local node keeps its own route, one without an mtu"
          : "the router address, and no CIDR that should not be there",
    },
    {
      title: "an address of it goes to the underlay",
      commands:
        shown.length > 0
          ? shown.map((prefix) => `${ip(prefix)} route get ${lastOf(prefix)}`)
          : ["ip route get ADDRESS"],
      expect: `dev ${device}, not dev cilium_host`,
    },
    {
      title: "requests are not dropped on arrival",
      commands: [
        `sysctl net.ipv4.conf.all.rp_filter net.ipv4.conf.${device}.rp_filter`,
        "nstat -asz TcpExtIPReversePathFilter",
      ],
      expect: "the counter does not grow while a VM or pod of the CIDR sends requests to this host",
    },
    {
      title: "replies leave by the underlay",
      commands: [
        `tcpdump -nni ${device} -c 4 tcp and host ADDRESS`,
        "tcpdump -nni cilium_host -c 4 tcp and host ADDRESS",
      ],
      expect: "request and reply on the first; nothing on the second",
    },
    {
      title: "the agent is content",
      commands: [
        `${cli} status --verbose`,
        "kubectl -n kube-system logs ds/cilium -c cilium-agent --since=10m | grep -iE 'unable to (update|delete) route|no such process'",
      ],
      expect:
        "all nodes reachable that were reachable before; no line. With flag-gate off, health checks to pods of other nodes may fail: the host has no way to them",
    },
    {
      title: "the way back",
      commands: [
        "take the new flag out of the configuration",
        "then roll back the image, or restart the agent",
        ...shown.map((prefix) => `${ip(prefix)} route show exact ${prefix.text}`),
      ],
      expect:
        "the routes are there again after the agent's first update of its nodes. The flag goes first: an agent that does not know it prints its usage and ends",
    },
  ];
}

const ip = ({ family }: Prefix) => (family === 6 ? "ip -6" : "ip");

/** The last address but one: seldom the router's, never a broadcast address. */
function lastOf(prefix: Prefix): string {
  const bare = prefix.text.slice(0, prefix.text.lastIndexOf("/"));
  if (prefix.family === 6) return bare.endsWith("::") ? `${bare}1` : bare;
  const last = prefix.value + (1n << BigInt(32 - prefix.length)) - 2n;
  return prefix.length > 30 ? bare : [24n, 16n, 8n, 0n].map((shift) => (last >> shift) & 255n).join(".");
}
