import type { Advice, Picture, Setting } from "../../../advise/index.ts";

/** What the settings come to. Null is what they do not tell. */
export interface Setup {
  readonly routing: "tunnel" | "native" | null;
  /** The IPAM mode in lower case; `host-scope` for what releases before 1.9 have by default. */
  readonly ipam: string | null;
  /** Whether the local node's own CIDR is to have a route. */
  readonly localRoute: boolean | null;
  readonly endpointRoutes: boolean | null;
  readonly directRoutes: boolean | null;
  readonly clusterId: number | null;
  readonly routeMetric: number;
  readonly release: Release | null;
  /** What each was told from, in the order of output. */
  readonly rows: Advice["setup"];
}

export interface Release {
  readonly text: string;
  /** `1.10.12` as 1010012. */
  readonly number: number;
}

export function parseRelease(text: string): Release | undefined {
  const [, major, minor, patch] =
    /^v?(\d{1,2})\.(\d{1,3})(?:\.(\d{1,3}))?(?:[-+].*)?$/.exec(text.trim()) ?? [];
  if (major === undefined || minor === undefined) return undefined;
  return { text, number: Number(major) * 1e6 + Number(minor) * 1e3 + Number(patch ?? 0) };
}

/** Keys of settings that say something about node routes. */
export const settingKeys: ReadonlySet<string> = new Set([
  "tunnel",
  "tunnel-protocol",
  "routing-mode",
  "ipam",
  "enable-local-node-route",
  "enable-endpoint-routes",
  "auto-direct-node-routes",
  "single-cluster-route",
  "route-metric",
  "cluster-id",
  "cluster-name",
  "clustermesh-config",
  "config-dir",
  "ipv4-range",
  "ipv6-range",
  "ipv4-service-range",
  "ipv6-service-range",
  "service-cluster-ip-range",
  "cluster-pool-ipv4-cidr",
  "cluster-pool-ipv6-cidr",
  "cluster-pool-ipv4-mask-size",
  "cluster-pool-ipv6-mask-size",
  "local-router-ipv4",
  "local-router-ipv6",
  "datapath-mode",
]);

/** The setting that counts: of several, the last one given. */
export function settingOf(settings: readonly Setting[], key: string): Setting | undefined {
  return settings.findLast((setting) => setting.key === key);
}

/** Modes whose local node has no route of its own, whatever the flag says. */
const withoutLocalRoute = ["eni", "azure", "alibabacloud"];

/**
 * Settings are complete if some are given and none of them points to more, as `--config-dir` does: what they do not name
 * has its default then. Without any, nothing is guessed.
 */
export function setupOf({ settings, release: named }: Picture): Setup {
  const given = (key: string) => settingOf(settings, key);
  const inputs = new Set(settings.filter(({ key }) => settingKeys.has(key)).map(({ input }) => input));
  const isComplete = inputs.size > 0 && (given("config-dir") === undefined || inputs.size > 1);
  const rows: Advice["setup"][number][] = [];
  const tell = <T>(
    name: string,
    key: string,
    value: T | null,
    fallback: T | null,
    words: string,
  ): T | null => {
    const setting = given(key);
    const result = value ?? (isComplete ? fallback : null);
    const from = setting
      ? `${key}=${setting.value}, ${setting.input}:${setting.line}`
      : result === null
        ? "not known"
        : words;
    rows.push({ name, value: result === null ? null : String(result), from });
    return result;
  };
  const release = parseRelease(named ?? "") ?? null;
  rows.push({ name: "release", value: release?.text ?? null, from: release ? "as given" : "not known" });
  const boolean = (key: string) => {
    const setting = given(key);
    return setting ? /^(true|1|t|yes|enabled|)$/i.test(setting.value) : null;
  };
  const tunnelKey = ["routing-mode", "tunnel", "tunnel-protocol"].find((key) => given(key)) ?? "tunnel";
  const routing = tell("routing", tunnelKey, routingOf(settings), "tunnel", "the default: vxlan");
  const ipam = tell(
    "IPAM mode",
    "ipam",
    modeOf(given("ipam")?.value),
    release !== null && release.number < 1009000 ? "host-scope" : "cluster-pool",
    release !== null && release.number < 1009000 ? "the default before 1.9" : "the default since 1.9",
  );
  const endpointRoutes = tell(
    "endpoint routes",
    "enable-endpoint-routes",
    boolean("enable-endpoint-routes"),
    false,
    "the default",
  );
  const asked = tell(
    "local node's route",
    "enable-local-node-route",
    boolean("enable-local-node-route"),
    true,
    "the default",
  );
  const directRoutes = tell(
    "direct node routes",
    "auto-direct-node-routes",
    boolean("auto-direct-node-routes"),
    false,
    "the default",
  );
  const id = given("cluster-id")?.value || undefined;
  const clusterId = tell(
    "cluster ID",
    "cluster-id",
    id !== undefined && /^\d+$/.test(id) ? Number(id) : null,
    id === undefined ? 0 : null,
    "the default",
  );
  const forcedOff =
    (ipam !== null && withoutLocalRoute.includes(ipam)) ||
    (endpointRoutes === true && release !== null && release.number >= 1015000);
  return {
    routing,
    ipam,
    localRoute: forcedOff ? false : asked,
    endpointRoutes,
    directRoutes,
    clusterId,
    routeMetric: Number(given("route-metric")?.value ?? 0) || 0,
    release,
    rows,
  };
}

function routingOf(settings: readonly Setting[]): "tunnel" | "native" | null {
  const mode = settingOf(settings, "routing-mode")?.value.toLowerCase();
  if (mode === "native" || mode === "tunnel") return mode;
  const tunnel = settingOf(settings, "tunnel")?.value.toLowerCase();
  if (tunnel !== undefined) return tunnel === "disabled" ? "native" : "tunnel";
  return null;
}

function modeOf(value: string | undefined): string | null {
  if (value === undefined) return null;
  const mode = value.toLowerCase();
  return mode === "" || mode === "hostscope-legacy" ? "host-scope" : mode;
}
