import { z } from "zod";
import { nonBlankLines, type ScenarioEvent, type ScenarioRun } from "../../../verify/index.ts";
import { hostDevice } from "../trial-setup.ts";
import type { PlannedScenario } from "./plan.ts";

const route = z.looseObject({
  dst: z.string(),
  gateway: z.string().optional(),
  dev: z.string().optional(),
  protocol: z.string().optional(),
  prefsrc: z.string().optional(),
  metric: z.number().optional(),
  metrics: z.array(z.looseObject({ mtu: z.number().optional() })).optional(),
});

/** One line that the scenario's Go test prints after its marker. */
const record = z.object({
  Run: z.string(),
  Step: z.string(),
  Event: z.string(),
  Routes: z.array(route),
  Routes6: z.array(route),
  Monitor: z.string(),
  Log: z.string(),
  Error: z.string(),
});

/** Reads the lines of the scenario's test; a planned run without records has none. */
export function parseScenario(lines: readonly string[], planned: readonly PlannedScenario[]): ScenarioRun[] {
  const records = lines.map((line) => record.parse(JSON.parse(line)));
  return planned.map(({ name, series, setting, localRoute }) => ({
    name,
    series,
    setting,
    localRoute,
    events: records.filter(({ Run }) => Run === name).map(toEvent),
  }));
}

function toEvent(one: z.infer<typeof record>): ScenarioEvent {
  return {
    step: one.Step,
    event: one.Event,
    // Ignore routes that the kernel adds itself.
    routes: [...one.Routes, ...one.Routes6]
      .map(routeText)
      .filter((text) => !/^(fe80|ff00|multicast)/.test(text)),
    monitor: nonBlankLines(one.Monitor).map((line) => line.trim()),
    log: nonBlankLines(one.Log)
      .map((line) => line.replace(/\btime=("[^"]*"|\S+) ?/, ""))
      .sort(),
    error: one.Error,
  };
}

/** One entry of `ip -j route`, in the format of `ip route`. */
function routeText({
  dst,
  gateway,
  dev,
  protocol,
  prefsrc,
  metric,
  metrics = [],
}: z.infer<typeof route>): string {
  const mtu = metrics.find((entry) => entry.mtu !== undefined)?.mtu;
  const parts = { via: gateway, dev: dev ?? hostDevice, proto: protocol, src: prefsrc, metric, mtu };
  const words = Object.entries(parts).filter(([, value]) => value !== undefined);
  return [dst, ...words.map(([word, value]) => `${word} ${value}`)].join(" ");
}

/** The routes to a prefix over the host device. */
export function routesTo({ routes }: ScenarioEvent, prefix: string): string[] {
  return routes.filter(
    (text) => text.startsWith(`${prefix} `) && text.includes(`dev ${hostDevice}`) && !isOfOthers(text),
  );
}

/** Whether a route is planted for another program: node routes have protocol boot or kernel. */
export function isOfOthers(route: string): boolean {
  return /\bproto (static|bird)\b/.test(route);
}

/** The prefixes routed to the host device, without single addresses; sorted. */
export function prefixesIn({ routes }: ScenarioEvent): string[] {
  const prefixes = routes
    .filter((text) => text.includes(`dev ${hostDevice}`) && !isOfOthers(text))
    .map((text) => text.slice(0, text.indexOf(" ")))
    .filter((prefix) => prefix.includes("/") && !/\/(32|128)$/.test(prefix));
  return [...new Set(prefixes)].sort();
}
