import type { Unknown } from "../../../advise/index.ts";
import type { Evidence } from "./findings.ts";
import { settingOf } from "./setup.ts";

/** What the inputs do not tell and advice would need, with the command that tells it. */
export function unknownOf({ picture, setup, ranges, tables }: Evidence): Unknown[] {
  const config =
    "kubectl -n kube-system get cm cilium-config -o yaml, or the agent's flags (ps -o args= -C cilium-agent)";
  const asked: (Unknown | false)[] = [
    picture.tables.length === 0 && {
      what: "the routes of a node",
      ask: "ip route show table all, and ip -6 route show table all, on it",
    },
    picture.nodes.length === 0 && {
      what: "which CIDRs the nodes announce",
      ask: "kubectl get ciliumnodes -o json; without Kubernetes, `cilium node list` of an agent shows them",
    },
    (setup.routing === null || setup.ipam === null) && {
      what: `${[...(setup.routing === null ? ["tunnel or native routing"] : []), ...(setup.ipam === null ? ["the IPAM mode"] : [])].join(" and ")}${settingOf(picture.settings, "config-dir") ? " (--config-dir names a folder of settings)" : ""}`,
      ask: config,
    },
    setup.clusterId === null &&
      setup.routing !== null && { what: "the cluster ID", ask: "the value of cluster-id" },
    setup.release === null && { what: "the release", ask: "cilium version, or --release" },
    picture.nodes.length > 0 &&
      !ranges.some(({ kind }) => kind === "service") && {
        what: "the service range",
        ask: "--service-cluster-ip-range of kube-apiserver (ps -o args= -C kube-apiserver)",
      },
    setup.ipam === "kubernetes" &&
      picture.nodes.length > 0 &&
      !picture.nodes.some(({ assigned }) => assigned.length > 0) && {
        what: "which CIDRs Kubernetes gave the nodes",
        ask: "kubectl get nodes -o json",
      },
    ...tables.map(
      ({ table }) =>
        table.rules.length === 0 &&
        table.routes.some((route) => !["main", "local", "default"].includes(route.table)) && {
          what: `which packets use the other tables of ${table.name}`,
          ask: "ip rule",
        },
    ),
  ];
  return asked.filter((one): one is Unknown => one !== false);
}
