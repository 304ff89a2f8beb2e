import type { Change, NodeTable, Route, VariantFit } from "../../../advise/index.ts";
import { type Faults, isAnyFault } from "./faults.ts";
import { type JudgedTable, routesOf } from "./judged-table.ts";
import type { Role } from "./owners.ts";
import type { Setup } from "./setup.ts";

/** Modes that hand each node a CIDR: the default of the variant's param `allow`. */
const allowed = ["host-scope", "kubernetes", "cluster-pool", "cluster-pool-v2beta", "multi-pool"];

type Fit = Pick<VariantFit, "fits" | "why">;

/** Which variants cure what was found; without a fault, what they would do all the same. */
export function variantsOf(faults: Faults, setup: Setup, tables: readonly JudgedTable[]): VariantFit[] {
  const lost = tables.flatMap((table) => routesOf(table, "remote")).length;
  const hostCost = `the host itself has no way by cilium_host to remote pods, of other clusters as well${lost > 0 ? `; here, ${lost} more route${lost === 1 ? " goes" : "s go"}` : ""}`;
  const variant = (id: string, setting: string, fit: Fit, cost: string): VariantFit => ({
    id,
    setting,
    ...(native(setup) ?? fit),
    cost,
    rule: id,
  });
  const allRemote = allRemoteFit(faults, setup);
  return [
    variant(
      "flag-gate",
      "default",
      { fits: isAnyFault(faults) ? "no" : "yes", why: "changes nothing" },
      "none",
    ),
    variant("flag-gate", "enable-remote-node-route=false", allRemote, hostCost),
    variant("ipam-mode", "", modeFit(setup, allRemote), hostCost),
    variant(
      "cidr-validation",
      "",
      equalFit(faults, setup),
      "routes to nodes with CIDRs of their own stay; a misconfiguration shows in the log only",
    ),
  ];
}

function native({ routing }: Setup): Fit | undefined {
  return routing === "native"
    ? { fits: "no", why: "native routing installs no such routes: it has no effect" }
    : undefined;
}

function allRemoteFit(faults: Faults, setup: Setup): Fit {
  if (!isAnyFault(faults)) return { fits: "no", why: "nothing was found that it cures" };
  if (!faults.own && !faults.equal && !faults.host)
    return {
      fits: "no",
      why: faults.service
        ? "the service range keeps its route, and CIDRs their meaning"
        : "the allocation is to be mended",
    };
  if (faults.allocation)
    return { fits: "partly", why: "the host's routes go, but pods of two nodes still have one CIDR" };
  const ofOwn = keepsOwn(setup)
    ? "; the local node's own route stays: switch enable-local-node-route off as well"
    : "";
  return { fits: ofOwn === "" ? "yes" : "partly", why: `no remote CIDR is routed to cilium_host${ofOwn}` };
}

function modeFit({ ipam, clusterId, release }: Setup, fit: Fit): Fit {
  if (release !== null && release.number < 1006000)
    return { fits: "no", why: `${release.text} has no IPAM option` };
  if (clusterId !== null && clusterId !== 0)
    return { fits: "no", why: `cluster ID ${clusterId}: agents with one keep all routes` };
  if (ipam === null) return { fits: "unknown", why: "the IPAM mode is not known" };
  if (allowed.includes(ipam))
    return { fits: "no", why: `mode ${ipam} is on the list of those that keep their routes` };
  if (clusterId === null)
    return { fits: "unknown", why: "the cluster ID is not known: agents with one keep all routes" };
  return fit;
}

function equalFit(faults: Faults, setup: Setup): Fit {
  if (faults.own) {
    if (keepsOwn(setup))
      return {
        fits: "partly",
        why: "the remote's route goes, the local node's own stays: switch enable-local-node-route off as well",
      };
    return faults.allocation
      ? {
          fits: "partly",
          why: "the host's route of the own CIDR goes, but pods of two nodes still have one CIDR",
        }
      : { fits: "yes", why: "the shared CIDR gets no route, all others are routed" };
  }
  if (faults.equal)
    return {
      fits: "partly",
      why: "on the nodes that share a CIDR; the others still have one route for all of them",
    };
  if (!isAnyFault(faults)) return { fits: "no", why: "nothing was found that it cures" };
  return {
    fits: "no",
    why: "no remote CIDR equals one of the local node's: longest prefix match decides, which it leaves alone",
  };
}

/** Whether the own CIDR keeps a route when that of the remote node goes. */
function keepsOwn({ localRoute }: Setup): boolean {
  return localRoute !== false;
}

/** What the changes leave of a table. */
export function changesOf(setup: Setup, tables: readonly JudgedTable[]): Change[] {
  const roles = new Map(tables.map(({ table, roles }) => [table, roles]));
  const without = (id: string, acts: boolean, gone: readonly Role[]): Change => ({
    id,
    keeps: (table: NodeTable, route: Route) =>
      !acts || !gone.includes(roles.get(table)?.get(route) ?? "foreign"),
  });
  const shared: Role[] = keepsOwn(setup) ? [] : ["shared"];
  const isTunnel = setup.routing !== "native";
  const acts = isTunnel && setup.clusterId === 0 && setup.ipam !== null && !allowed.includes(setup.ipam);
  return [
    without("flag-gate, enable-remote-node-route=false", isTunnel, ["remote", ...shared]),
    without("ipam-mode", acts, ["remote", ...shared]),
    without("cidr-validation", isTunnel, shared),
    without("native routing with enable-local-node-route=false", true, ["remote", "shared", "local"]),
  ];
}
