import type { WayOut } from "../../../advise/index.ts";
import { type Faults, isAnyFault, rivals } from "./faults.ts";
import type { Evidence } from "./findings.ts";
import type { RuleId } from "./rules.ts";

type Fit = Pick<WayOut, "fits" | "why">;

/** What there is already, since when, and whether it cures what was found; nothing where nothing was. */
export function waysOutOf(faults: Faults, evidence: Evidence): WayOut[] {
  if (!isAnyFault(faults)) return [];
  const way = (option: string, since: string, fit: Fit, cost: string, rule: RuleId): WayOut => ({
    option,
    since,
    ...fit,
    cost,
    rule,
  });
  const byRoutes = faults.own || faults.equal || faults.host;
  return [
    ...(faults.allocation
      ? [
          way(
            "give each node a CIDR of its own (delete the CiliumNode of all but one, restart those agents)",
            "any",
            {
              fits: "yes",
              why: "pods have addresses of these CIDRs: as long as they overlap, routes cannot tell them apart",
            },
            "new addresses for the pods of these nodes",
            "allocation",
          ),
        ]
      : []),
    ...(faults.host || faults.service
      ? [
          way(
            "another pool (cluster-pool-ipv4-cidr, cluster-pool-ipv6-cidr; in mode kubernetes the cluster's pod CIDR)",
            "1.8",
            poolFit(evidence),
            "a pool cannot be exchanged on a live cluster: nodes keep the CIDR that they have until they are made anew",
            "collision",
          ),
        ]
      : []),
    ...(faults.madeUp
      ? [
          way(
            "upgrade, so that made-up CIDRs are not announced",
            "1.15, 1.14.13, 1.13.18",
            announceFit(evidence),
            "all agents: older peers still announce theirs",
            "stop-announcing",
          ),
        ]
      : []),
    ...(byRoutes
      ? routingWays(faults, evidence).map(([option, since, fit, cost, rule]) =>
          way(option, since, fit, cost, rule),
        )
      : []),
  ];
}

function poolFit({ ranges, setup }: Evidence): Fit {
  const pools = ranges.filter(({ kind }) => kind === "pool").map(({ prefix }) => prefix.text);
  if (setup.ipam === null) return { fits: "unknown", why: "the IPAM mode is not known" };
  if (setup.ipam === "cluster-pool" || setup.ipam === "kubernetes" || setup.ipam === "multi-pool")
    return {
      fits: "yes",
      why: `choose one that no host and no service uses${pools.length > 0 ? `; now ${pools.join(", ")}` : ""}`,
    };
  return { fits: "no", why: `mode ${setup.ipam} cuts no CIDRs from a pool` };
}

function announceFit({ setup }: Evidence): Fit {
  const { release } = setup;
  if (release === null) return { fits: "unknown", why: "the release is not known" };
  const has =
    release.number >= 1015000 ||
    (release.number >= 1014013 && release.number < 1015000) ||
    (release.number >= 1013018 && release.number < 1014000);
  return has
    ? {
        fits: "no",
        why: `${release.text} has it: what is announced comes from older peers, or stands in the objects since then`,
      }
    : { fits: "yes", why: `${release.text} announces them` };
}

type Row = readonly [option: string, since: string, fit: Fit, cost: string, rule: RuleId];

function routingWays(faults: Faults, evidence: Evidence): Row[] {
  const { setup, tables, picture } = evidence;
  const underlay = "if the underlay routes the addresses of all pods, those of peers in a mesh, too";
  const noOverlay =
    "no overlay: pods and host reach remote pods by the underlay alone, those of other clusters as well";
  const isOff = setup.routing === "native" && setup.localRoute === false;
  const others = rivals(tables);
  const isListed =
    picture.nodes.length > 0 &&
    (setup.ipam === "cluster-pool" || setup.ipam === "kubernetes" || setup.ipam === "multi-pool");
  return [
    [
      "native routing with enable-local-node-route=false",
      "1.7",
      isOff
        ? { fits: "no", why: "it is set already" }
        : { fits: "partly", why: `no route to a node CIDR is left; fits ${underlay}` },
      noOverlay,
      "native-local-off",
    ],
    [
      "native routing with enable-endpoint-routes",
      "1.6; by itself 1.15",
      endpointFit(evidence, underlay),
      noOverlay,
      "native-endpoint",
    ],
    [
      "auto-direct-node-routes",
      "1.4",
      {
        fits: "no",
        why: "nodes compete for one prefix, or it replaces the host's network by a direct route",
      },
      "",
      "direct-no-cure",
    ],
    [
      "single-cluster-route",
      "up to 1.14",
      { fits: "no", why: "the agent's own CIDR is routed to cilium_host all the same" },
      "host to pods and NodePort break",
      "single-route",
    ],
    [
      "route-metric",
      "1.11",
      others.length > 0
        ? {
            fits: "partly",
            why: `for prefixes that have another route of equal length: ${others.slice(0, 3).join("; ")}`,
          }
        : { fits: "no", why: "no other route has the same prefix" },
      "",
      "route-metric",
    ],
    [
      "a range of its own per node (ipv4-range, ipv6-range)",
      "any",
      isListed
        ? { fits: "no", why: `mode ${setup.ipam} gives the ranges` }
        : faults.own || faults.equal
          ? {
              fits: "partly",
              why: "if another component gives the addresses of the pods, and the range is yours to set",
            }
          : { fits: "no", why: "the ranges do not equal each other" },
      "a setting per node; router and health addresses come from it",
      "dummy-range",
    ],
    [
      "local-router-ipv4, local-router-ipv6",
      "1.10",
      {
        fits: "no",
        why: setup.routing === "tunnel" ? "refused in tunnel mode" : "sets the router address only",
      },
      "",
      "local-router",
    ],
    [
      "ipam=delegated-plugin",
      "1.12",
      {
        fits: "partly",
        why: `it excludes a tunnel; fits ${underlay}, and an IPAM plugin gives the addresses`,
      },
      noOverlay,
      "delegated",
    ],
  ];
}

function endpointFit({ setup }: Evidence, underlay: string): Fit {
  if (setup.release === null)
    return {
      fits: "partly",
      why: `by itself since 1.15, else with enable-local-node-route=false; ${underlay}`,
    };
  return setup.release.number >= 1015000
    ? { fits: "partly", why: `fits ${underlay}` }
    : { fits: "no", why: `${setup.release.text} keeps the local node's route` };
}
