import { type PlannedCluster, planCluster } from "../../src/proposals/node-routes/cluster/plan.ts";
import { type ClusterRecord, readCluster } from "../../src/proposals/node-routes/cluster/records.ts";
import type { Setting } from "../../src/proposals/node-routes/promise.ts";

const names = ["tt-lab6", "tt-lab5", "tt-lab3", "tt-lab4"];
const own = { HostTx: 0, VXLANTx: 0, VXLANRx: 0, Forwarded: 0, TTLExceeded: 0 };

const host = "via 10.247.2.95 dev cilium_host proto kernel src 10.247.2.95";
const shared = `10.247.2.0/24 ${host}`;
const apart = `10.247.144.0/24 ${host}`;

/** A request whose reply two nodes pass to each other. */
const looping = {
  RPFilter: 0,
  Answered: false,
  ElapsedMs: 4001,
  ReplyRoute: "10.247.2.19 from 10.248.14.22 via 10.247.2.95 dev cilium_host",
  RPDrops: 0,
  Nodes: names.map((Name) => ({
    Name,
    ...own,
    ...(Name === "tt-lab5" ? { HostTx: 6, VXLANTx: 96, VXLANRx: 95, TTLExceeded: 3 } : {}),
    ...(Name === "tt-lab3" ? { VXLANTx: 96, VXLANRx: 96, TTLExceeded: 3 } : {}),
  })),
};
const dropped = {
  ...looping,
  RPFilter: 1,
  RPDrops: 3,
  Nodes: names.map((Name) => ({ Name, ...own })),
};
const answered = {
  ...dropped,
  Answered: true,
  ElapsedMs: 12,
  RPDrops: 0,
  ReplyRoute: "10.247.2.19 from 10.248.14.22 via 10.248.14.1 dev eth0",
};

const phase = {
  Trouble: "",
  Log: null,
  Starting: false,
  ReadyMs: 6200,
  VMNode: "tt-lab6",
  Peers: [{ Table: "cilium_ipcache_v2", Node: "tt-lab3" }],
  Said: [],
};
const reached = { Answered: true, Route: "10.247.144.43 dev cilium_host src 10.247.2.95", AfterMs: 6300 };
const routesOf = (routes: readonly string[]) => names.map((Node) => ({ Node, Routes: routes }));

/** What the program prints of agents with the fault, of those that skip equal CIDRs, and of those that skip all. */
export const shown = {
  fault: { ...phase, Requests: [looping, dropped], Routes: routesOf([shared, apart]), Apart: reached },
  equal: {
    ...phase,
    Requests: [{ ...answered, RPFilter: 0 }, answered],
    Routes: names.map((Node) => ({ Node, Routes: Node === "tt-lab4" ? [shared] : [apart] })),
    Apart: reached,
  },
  remote: {
    ...phase,
    Requests: [{ ...answered, RPFilter: 0 }, answered],
    Routes: routesOf([]),
    Apart: { Answered: false, Route: "10.247.144.43 via 10.248.14.1 dev eth0", AfterMs: -1 },
  },
};

/** The first cluster of a setting, and a later one with an upgrade, which need not be there. */
export function plansOf(
  series: string,
  setting: Setting,
): readonly [PlannedCluster, PlannedCluster | undefined] {
  const [fresh, inPlace] = planCluster(series, setting);
  if (!fresh) throw new Error("expected a cluster");
  return [fresh, inPlace];
}

/** The record of a cluster, of what each of its phases showed. */
export function recordOf(plan: PlannedCluster, ...phases: readonly object[]): ClusterRecord {
  const lines = phases.map((found, index) =>
    JSON.stringify({ Run: plan.name, Phase: plan.phases[index]?.name, ...found }),
  );
  const answer = readCluster({ lines, trouble: undefined }, [plan]);
  const [record] = "records" in answer ? answer.records : [];
  if (!record) throw new Error(JSON.stringify(answer));
  return record;
}
