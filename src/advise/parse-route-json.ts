import { z } from "zod";
import { everything, type Family, type Prefix, parseAddress, parsePrefix } from "./prefix.ts";
import type { Hop, Route } from "./route.ts";

const word = z.union([z.string(), z.number()]).transform(String);
const hop = z.object({
  gateway: z.string().optional(),
  via: z.object({ family: z.string().optional(), host: z.string() }).optional(),
  dev: z.string().optional(),
  weight: z.number().optional(),
  flags: z.array(z.string()).optional(),
});
const entry = hop.extend({
  dst: z.string(),
  type: z.string().optional(),
  table: word.optional(),
  protocol: word.optional(),
  scope: word.optional(),
  prefsrc: z.string().optional(),
  metric: z.number().optional(),
  metrics: z.array(z.record(z.string(), z.unknown())).optional(),
  tos: word.optional(),
  pref: word.optional(),
  nexthops: z.array(hop).optional(),
});

type Entry = z.infer<typeof entry>;

/** Whether a value of JSON is what `ip -j route` prints: a list whose items have a destination. */
export function isRouteList(value: unknown): value is readonly unknown[] {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.some((item) => typeof item === "object" && item !== null && "dst" in item)
  );
}

/** Routes of `ip -j route`, and the items that cannot be read, each with its place in the list, from 1. */
export function parseRouteJson(
  value: readonly unknown[],
  { input, family }: { readonly input: string; readonly family: Family | null },
): { readonly routes: Route[]; readonly problems: { readonly line: number; readonly problem: string }[] } {
  const routes: Route[] = [];
  const problems: { line: number; problem: string }[] = [];
  value.forEach((item, index) => {
    const line = index + 1;
    const parsed = entry.safeParse(item);
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      problems.push({
        line,
        problem: `${issue?.path.join(".") || "item"}: ${issue?.message ?? "not a route"}`,
      });
      return;
    }
    const route = routeOf(parsed.data, { input, line, family });
    if ("problem" in route) problems.push({ line, ...route });
    else routes.push(route);
  });
  return { routes, problems };
}

function routeOf(
  data: Entry,
  context: { readonly input: string; readonly line: number; readonly family: Family | null },
): Route | { readonly problem: string } {
  const listed = data.nexthops ?? [];
  const hops = (listed.length > 0 ? listed : data.dev || data.gateway || data.via ? [data] : []).map(hopOf);
  const destination = destinationOf(data, hops, context.family);
  if (!destination) return { problem: `dst: expected an address or prefix, found ${data.dst}` };
  const type = data.type ?? "unicast";
  const mtu = (data.metrics ?? []).map((metrics) => metrics["mtu"]).find((found) => found !== undefined);
  return {
    destination,
    type,
    table: data.table ?? "main",
    hops: ["unreachable", "prohibit", "blackhole", "throw"].includes(type) ? [] : hops,
    src: parseAddress(data.prefsrc ?? "")?.text ?? null,
    metric: data.metric ?? null,
    proto: data.protocol ?? null,
    scope: data.scope ?? null,
    mtu: typeof mtu === "number" ? mtu : null,
    tos: data.tos ?? null,
    pref: data.pref ?? null,
    others: [],
    input: context.input,
    line: context.line,
  };
}

function hopOf({ gateway, via, dev, weight, flags }: z.infer<typeof hop>): Hop {
  const address = parseAddress(gateway ?? via?.host ?? "");
  return { via: address?.text ?? null, dev: dev ?? null, weight: weight ?? null, flags: flags ?? [] };
}

function destinationOf(data: Entry, hops: readonly Hop[], family: Family | null): Prefix | undefined {
  if (data.dst !== "default") return parsePrefix(data.dst);
  const shown = parseAddress(data.prefsrc ?? hops[0]?.via ?? "")?.family;
  return everything(shown ?? family ?? (data.pref === undefined ? 4 : 6));
}
