import type { Setting } from "../../src/proposals/node-routes/promise.ts";
import type { PlannedTraffic } from "../../src/proposals/node-routes/traffic/plan.ts";
import { readTraffic, type TrafficRecord } from "../../src/proposals/node-routes/traffic/records.ts";

export const overlay = {
  reply: "10.247.2.19 from 10.248.14.22 dev cilium_host",
  pod: "10.247.144.77 dev cilium_host src 10.247.2.135",
};
const fabric = {
  reply: "10.247.2.19 from 10.248.14.22 via 10.248.14.1 dev eth0",
  pod: "10.247.144.77 via 10.248.14.1 dev eth0 src 10.248.14.22",
};
export const routes = [
  "default via 10.248.14.1 dev eth0 onlink",
  "10.247.2.0/24 via 10.247.2.135 dev cilium_host",
];

/** A line as the Go test prints it, of a picture in which the reply is lost to the overlay. */
export function line(changed: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({
    Run: "base rp_filter 0",
    Trouble: "",
    Before: true,
    Answered: false,
    ElapsedMs: 3050.2,
    ReplyRoute: overlay.reply,
    Routes: routes,
    HostTx: 4,
    RPDrops: 0,
    HalfOpen: 1,
    HostToDisjoint: { Answered: true, Route: overlay.pod },
    ...changed,
  });
}
/** A request that is dropped on arrival. */
export const drop = { Run: "base rp_filter 1", HostTx: 0, RPDrops: 3, HalfOpen: 0 };
/** A request whose reply takes the fabric. */
export const cured = {
  Answered: true,
  ReplyRoute: fabric.reply,
  HostTx: 0,
  HalfOpen: 0,
  Routes: routes.slice(0, 1),
};
/** A host that does not reach the peer's pod. */
export const cutOff = { HostToDisjoint: { Answered: false, Route: fabric.pod } };

const off = { fields: {}, mode: "", clusterID: 0 };
const on = { ...off, fields: { SkipRemoteNodeRoute: true } };

/** A setting that changes nothing, one that skips all routes, and one that skips those of equal prefixes. */
export const settings = {
  unchanged: { setting: "default", skip: off, keep: off, args: [], rule: undefined },
  remote: { setting: "off", skip: on, keep: off, args: ["--routes=false"], rule: "remote" },
  equal: { setting: "", skip: off, keep: null, args: [], rule: "equal" },
} satisfies Readonly<Record<string, Setting>>;

export function recordsOf(
  planned: readonly PlannedTraffic[],
  lines: readonly string[],
): readonly TrafficRecord[] {
  const answer = readTraffic({ lines, trouble: undefined }, planned);
  if ("trouble" in answer) throw new Error(answer.trouble.words);
  return answer.records;
}
