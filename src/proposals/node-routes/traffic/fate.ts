import type { TrafficRun } from "../../../verify/index.ts";
import { hostDevice } from "../trial-setup.ts";

/** Where the VM's request or its reply went. */
export type Way = "fabric" | "overlay" | "dropped" | "unknown";

/** The result of one request. */
export interface Fate {
  readonly answered: boolean;
  readonly way: Way;
}

export function fateOf({ answered, replyRoute, hostTx, rpDrops }: TrafficRun): Fate {
  const isOverlay = deviceOf(replyRoute) === hostDevice;
  if (answered) return { answered, way: isOverlay ? "overlay" : "fabric" };
  if (rpDrops > 0) return { answered, way: "dropped" };
  return { answered, way: isOverlay && hostTx > 0 ? "overlay" : "unknown" };
}

const wayWords: Readonly<Record<Way, string>> = {
  fabric: "reply leaves through the fabric",
  overlay: `reply leaves through ${hostDevice}`,
  dropped: "request dropped on arrival",
  unknown: "unknown where it was lost",
};

/** `no answer, reply leaves through cilium_host`. */
export function fateWords({ answered, way }: Fate): string {
  return `${answered ? "answered" : "no answer"}, ${wayWords[way]}`;
}

/** The device through which the host reaches pods of a peer with its own CIDR; `none` if it gets no answer. */
export function hostWayOf({ hostToDisjoint }: TrafficRun): string {
  return hostToDisjoint.answered ? deviceOf(hostToDisjoint.route) : "none";
}

/** `through cilium_host` or `none`. */
export function hostWayWords(way: string): string {
  return way === "none" ? way : `through ${way}`;
}

/** The device in what `ip route get` prints. */
export function deviceOf(route: string): string {
  return /\bdev (\S+)/.exec(route)?.[1] ?? "no device";
}
