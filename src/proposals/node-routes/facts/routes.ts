import { findAnchor, type GoFile } from "../../../golang/index.ts";
import { at, atFile, type Found, type Sources } from "../../../profile/index.ts";
import { squeeze } from "../../../text/index.ts";
import { paths } from "../paths.ts";
import type { DirectRoutes, NodeRouteFacts } from "./facts.ts";
import { method, usesName } from "./handler-file.ts";

export function clusterRoute(sources: Sources): Found<boolean> {
  return usesName(sources.go(paths.handler), "UseSingleClusterRoute");
}

/** Where a route via a remote node's address is installed: one CIDR at a time through v1.11, a list since. */
export function directRoutes(sources: Sources): Found<DirectRoutes> {
  const file = sources.go(paths.handler);
  if (!file) return { missing: `${paths.handler} does not exist` };
  for (const name of ["updateDirectRoutes", "updateDirectRoute"]) {
    const [declaration] = findAnchor(file, method(name));
    const [call] = declaration ? findAnchor(file, `${method(name)} > call installDirectRoute`) : [];
    if (!declaration || !call) continue;
    const arguments_ = (call.childForFieldName("arguments")?.namedChildren ?? []).map((node) => node.text);
    const prefix = arguments_.find((text) => /^(newCIDR|cidr|prefix)$/.test(text)) ?? "";
    const loop = `for _, ${prefix} := range addedCIDRs`;
    if (findAnchor(file, `${method(name)} > ${loop}`).length === 1)
      return at({ function: name, prefix, loop, condition: "" }, file, declaration);
    const condition = around(call, "cidrNodeMappingUpdateRequired");
    if (condition) return at({ function: name, prefix, loop: "", condition }, file, declaration);
  }
  return {
    missing: `${paths.handler}: expected updateDirectRoute or updateDirectRoutes to call installDirectRoute for a new CIDR, found no such call`,
  };
}

/** Condition of the nearest if statement around a node that calls a function, "" if there is none. */
function around(node: GoFile["root"], callee: string): string {
  for (let outer = node.parent; outer; outer = outer.parent) {
    const condition = squeeze(outer.childForFieldName("condition")?.text ?? "");
    if (outer.type === "if_statement" && condition.startsWith(`${callee}(`)) return condition;
  }
  return "";
}

export function routeProtocol(sources: Sources): Found<boolean> {
  return usesName(sources.go(paths.handler), "RTProto");
}

export function routeMetric(sources: Sources): Found<boolean> {
  return usesName(sources.go(paths.handler), "RouteMetric");
}

/**
 * The attributes that route.Delete passes to the kernel: prefix, device, table and scope until July 2025; since
 * then also source, protocol and metric, and until September 2025 the MTU.
 */
export function routeDelete(sources: Sources): Found<NodeRouteFacts["routeDelete"]> {
  const file = sources.go(paths.route);
  const [node] = file ? findAnchor(file, "func Delete") : [];
  if (!file || !node) return { missing: `${paths.route}: expected func Delete, found none` };
  const keys = findAnchor(file, "func Delete > key Protocol").length;
  if (keys === 0) return at("prefix", file, node);
  return at(findAnchor(file, "func Delete > key MTU").length > 0 ? "exact-with-mtu" : "exact", file, node);
}

export function ipv6Gateway(sources: Sources): Found<boolean> {
  const file = sources.go(paths.handler);
  const create =
    file && ["createNodeRouteSpec", "createNodeRoute"].flatMap((name) => findAnchor(file, method(name)))[0];
  if (!file || !create)
    return { missing: `${paths.handler}: expected a function that creates node routes, found none` };
  // If IPv6 has none, the next hop is a pointer that may be nil.
  return at(!/\bnexthop\s+\*net\.IP\b|\bnexthop = nil\b/.test(create.text), file, create);
}

export function safeNetlink(sources: Sources): Found<boolean> {
  return atFile(sources.text(paths.safeNetlink) !== undefined, paths.safeNetlink);
}
