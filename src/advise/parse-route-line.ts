import { everything, type Family, type Prefix, parseAddress, parsePrefix } from "./prefix.ts";
import type { Hop, Route } from "./route.ts";

/** What is known of a line from around it: the command that printed it, the file it stands in. */
export interface LineContext {
  readonly family: Family | null;
  readonly table: string;
  readonly input: string;
  readonly line: number;
}

/** A route; why a line that begins as one cannot be read; or undefined for a line that is none. */
export type ParsedLine = Route | { readonly problem: string } | undefined;

const types = "unicast local broadcast multicast anycast throw unreachable prohibit blackhole nat".split(" ");
const hopless = "unreachable prohibit blackhole throw".split(" ");
const flagWords =
  "onlink linkdown dead pervasive offload trap rt_offload rt_trap notify unresolved offload_failed rt_offload_failed cloned managed".split(
    " ",
  );

/** Words that a value follows and that nothing is done with. */
const valued =
  "nhid expires error users age hoplimit advmss rtt rttvar ssthresh cwnd initcwnd initrwnd rto_min window reordering quickack congctl features realm realms uid iif oif from encap ttl-propagate fastopen_no_cookie".split(
    " ",
  );

/** Words that may begin the rest of a line which a terminal broke. */
const breakable = ["via", "dev", "proto", "scope", "src", "metric", "mtu", "table", "pref", "onlink"];

/** Whether a line is the rest of the route above: a next hop, or what did not fit into the terminal. */
export function continuesRoute(line: string): boolean {
  const [first = "", second = ""] = words(line);
  if (first === "nexthop") return true;
  if (!/^\s/.test(line) || !breakable.includes(first)) return false;
  return first === "onlink" || second !== "";
}

/**
 * A line of `ip route`, of iproute2 or busybox.
 *
 * @see ip-route(8); iproute2's ip/iproute.c, print_route, for the words and their order.
 */
export function parseRouteLine(line: string, context: LineContext): ParsedLine {
  const tokens = words(line.replace(/\\\s*(?=nexthop\s)/g, " "));
  const type = types.includes(tokens[0] ?? "") ? (tokens.shift() ?? "unicast") : "unicast";
  const place = tokens.shift() ?? "";
  const isRoute =
    /^(via|dev|nhid|proto|scope|nexthop|metric|src|table|tos|encap)$/.test(tokens[0] ?? "") ||
    (hopless.includes(type) && tokens.length <= 12);
  if (place === "" || !isRoute) return undefined;
  if (place !== "default" && !parsePrefix(place)) {
    return /^[\d.:a-f]+(\/\S*)?$/i.test(place)
      ? { problem: `expected an address or prefix, found ${place}` }
      : undefined;
  }
  const fields = readFields(tokens);
  if ("problem" in fields) return fields;
  const { hops, rest } = fields;
  const family = familyOf(hops, rest, context);
  const destination = place === "default" ? everything(family) : parsePrefix(place);
  if (!destination) return { problem: `expected an address or prefix, found ${place}` };
  return routeOf(type, destination, fields, context);
}

/** What follows a destination. */
interface Fields {
  readonly hops: readonly Hop[];
  readonly rest: ReadonlyMap<string, string>;
  readonly others: readonly string[];
}

interface OpenHop {
  via: string | null;
  dev: string | null;
  weight: number | null;
  flags: string[];
}

function readFields(tokens: readonly string[]): Fields | { readonly problem: string } {
  const hops: OpenHop[] = [];
  const rest = new Map<string, string>();
  const others: string[] = [];
  let hop: OpenHop = { via: null, dev: null, weight: null, flags: [] };
  let hopsAreListed = false;
  const queue = [...tokens];
  for (let word = queue.shift(); word !== undefined; word = queue.shift()) {
    const take = () => queue.shift() ?? "";
    if (word === "nexthop") {
      hop = { via: null, dev: null, weight: null, flags: [] };
      hops.push(hop);
      hopsAreListed = true;
    } else if (word === "via") {
      const first = take();
      const value = first === "inet" || first === "inet6" ? take() : first;
      const address = parseAddress(value);
      if (!address) return { problem: `via: expected an address, found ${value || "nothing"}` };
      hop.via = address.text;
    } else if (word === "dev") {
      hop.dev = take();
      if (hop.dev === "") return { problem: "dev: expected a device, found nothing" };
    } else if (word === "weight") hop.weight = Number(take());
    else if (flagWords.includes(word)) hop.flags.push(word);
    else if (word === "mtu") {
      const first = take();
      rest.set("mtu", first === "lock" ? take() : first);
    } else if (["src", "metric", "preference", "proto", "scope", "table", "tos", "pref"].includes(word)) {
      rest.set(word === "preference" ? "metric" : word, take());
    } else others.push(word, ...(valued.includes(word) && queue.length > 0 ? [take()] : []));
  }
  if (!hopsAreListed && (hop.via !== null || hop.dev !== null)) hops.push(hop);
  const wrong = wrongValue(rest);
  return wrong === undefined ? { hops, rest, others } : { problem: wrong };
}

function wrongValue(rest: ReadonlyMap<string, string>): string | undefined {
  for (const name of ["metric", "mtu"]) {
    const value = rest.get(name);
    if (value !== undefined && !/^\d+$/.test(value))
      return `${name}: expected a number, found ${value || "nothing"}`;
  }
  const src = rest.get("src");
  if (src !== undefined && !parseAddress(src)) return `src: expected an address, found ${src || "nothing"}`;
  return undefined;
}

function routeOf(
  type: string,
  destination: Prefix,
  { hops, rest, others }: Fields,
  context: LineContext,
): Route {
  const number = (name: string) => (rest.has(name) ? Number(rest.get(name)) : null);
  return {
    destination,
    type,
    table: rest.get("table") ?? context.table,
    // The kernel shows `dev lo` for IPv6 routes that lead nowhere.
    hops: hopless.includes(type) ? [] : hops,
    src: parseAddress(rest.get("src") ?? "")?.text ?? null,
    metric: number("metric"),
    proto: rest.get("proto") ?? null,
    scope: rest.get("scope") ?? null,
    mtu: number("mtu"),
    tos: rest.get("tos") ?? null,
    pref: rest.get("pref") ?? null,
    others,
    input: context.input,
    line: context.line,
  };
}

function familyOf(hops: readonly Hop[], rest: ReadonlyMap<string, string>, { family }: LineContext): Family {
  const shown = parseAddress(rest.get("src") ?? hops[0]?.via ?? "")?.family;
  return shown ?? family ?? (rest.has("pref") ? 6 : 4);
}

function words(line: string): string[] {
  return line.split(/\s+/).filter((word) => word !== "");
}
