import type { GoFile } from "../../../golang/index.ts";
import {
  findAnchor,
  importsOf,
  parametersOf,
  receiverName,
  resultOf,
  signatureOf,
} from "../../../golang/index.ts";
import {
  at,
  atFile,
  type Found,
  type GoPackage,
  only,
  type Probe,
  type Probes,
  type Sources,
} from "../../../profile/index.ts";
import { lineAt, squeeze } from "../../../text/index.ts";
import { handlerType, paths } from "../paths.ts";
import type { DirectRoutes, NodeRouteFacts } from "./facts.ts";
import { holdsLock } from "./locking.ts";

/** Facts about the node handler. Verified for v1.4 to main of October 2025. */
export const handlerProbes = {
  createFunction,
  isLocalNode,
  returnsErrors,
  prefixType,
  cidrEqual,
  logging,
  nodePackage: packageOfField("nodes", /\*(\w+)\.Node$/),
  configPackage: packageOfField("nodeConfig", /^(\w+)\.(?:LocalNodeConfiguration|Config)$/),
  configType,
  encapsulation,
  clusterRoute,
  secondaryCIDRs,
  configuredCIDRs,
  addressingType,
  cidrField,
  directRoutes,
  routeProtocol,
  routeMetric,
  routeDelete,
  ipv6Gateway,
  safeNetlink,
  validateLocked,
  restoredNodes,
  ciliumImportsFirst,
} satisfies Probes<NodeRouteFacts>;

/** Parameter lists of updateNodeRoute that the templates were written for, after the prefix. */
const knownParameters = new Map([
  ["addressFamilyEnabled bool", false],
  ["addressFamilyEnabled bool, isLocalNode bool", true],
]);

const method = (name: string) => `func ${handlerType}.${name}`;

function handler(sources: Sources, anchor: string) {
  return only(sources.go(paths.handler), paths.handler, anchor);
}

function createFunction(sources: Sources): Found<string> {
  const file = sources.go(paths.handler);
  if (!file) return { missing: `${paths.handler} does not exist` };
  for (const name of ["createNodeRouteSpec", "createNodeRoute"]) {
    const [node] = findAnchor(file, method(name));
    if (!node) continue;
    const result = resultOf(node);
    if (/, error\)$/.test(result)) return at(name, file, node);
    return {
      missing: `${paths.handler}:${file.line(node)}: expected ${name} to return a route and an error, found ${result || "nothing"}`,
    };
  }
  return {
    missing: `${paths.handler}: expected ${handlerType}.createNodeRouteSpec or createNodeRoute, found neither`,
  };
}

function isLocalNode(sources: Sources): Found<boolean> {
  const found = handler(sources, method("updateNodeRoute"));
  if ("missing" in found) return found;
  const twin = twinOf(sources);
  if (twin) return { missing: twin };
  for (const name of editedMethods) {
    const count = findAnchor(found.file, method(name)).length;
    if (count > 1)
      return { missing: `${paths.handler}: expected one ${handlerType}.${name}, found ${count}` };
  }
  const receiver = receiverName(found.node);
  if (receiver !== "n") {
    return {
      missing: `${paths.handler}:${found.file.line(found.node)}: expected updateNodeRoute's receiver to be called n, found ${receiver}`,
    };
  }
  const [prefix, ...rest] = parametersOf(found.node);
  const parameters = rest.map(({ name, type }) => `${name} ${type}`).join(", ");
  const known =
    prefix?.name === "prefix" && resultOf(found.node) === "error"
      ? knownParameters.get(parameters)
      : undefined;
  if (known !== undefined) return at(known, found.file, found.node);
  return {
    missing: `${paths.handler}:${found.file.line(found.node)}: expected a known shape of updateNodeRoute, found ${signatureOf(found.node)}`,
  };
}

/** Methods that the templates edit. */
export const editedMethods = [
  "updateNodeRoute",
  "updateOrRemoveNodeRoutes",
  "nodeUpdate",
  "nodeDelete",
  "NodeConfigurationChanged",
  "NodeValidateImplementation",
];

/** Where a method of the handler is declared a second time, for instance under a build tag. */
function twinOf(sources: Sources): string | undefined {
  for (const [path, text] of sources.siblings) {
    const method = new RegExp(`^func \\([^)]*${handlerType}\\)\\s*(${editedMethods.join("|")})\\(`, "m").exec(
      text,
    )?.[1];
    if (method)
      return `${path}: expected one ${handlerType}.${method}, in ${paths.handler}, found a second one`;
  }
  return undefined;
}

function returnsErrors(sources: Sources): Found<boolean> {
  const found = handler(sources, method("updateOrRemoveNodeRoutes"));
  return "missing" in found ? found : at(resultOf(found.node) === "error", found.file, found.node);
}

function prefixType(sources: Sources): Found<NodeRouteFacts["prefixType"]> {
  const found = handler(sources, method("updateNodeRoute"));
  if ("missing" in found) return found;
  const type = parametersOf(found.node)[0]?.type ?? "";
  if (type === "*cidr.CIDR" || type === "netip.Prefix") return at(type, found.file, found.node);
  return {
    missing: `${paths.handler}:${found.file.line(found.node)}: expected prefixes of type *cidr.CIDR or netip.Prefix, found ${type}`,
  };
}

/** CIDRs have a comparison method since v1.8. */
function cidrEqual(sources: Sources): Found<boolean> {
  const file = sources.go(paths.cidr);
  const [node] = file ? findAnchor(file, "func CIDR.Equal") : [];
  return file && node ? at(true, file, node) : atFile(false, paths.cidr);
}

function logging(sources: Sources): Found<"logrus" | "slog"> {
  const found = handler(sources, `type ${handlerType}`);
  if ("missing" in found) return found;
  const [field] = findAnchor(found.file, `type ${handlerType} > field log`);
  if (field) return at("slog", found.file, field);
  const used = importsOf(found.file).find(({ path }) => path === "github.com/sirupsen/logrus");
  if (used) return { value: "logrus", at: { path: found.file.path, line: used.line } };
  return { missing: `${paths.handler}: expected a log field or logrus, found neither` };
}

/** The package that qualifies a field's type, as node.go imports it. */
function packageOfField(field: string, pattern: RegExp): Probe<GoPackage> {
  return (sources) => {
    const found = handler(sources, `type ${handlerType} > field ${field}`);
    if ("missing" in found) return found;
    const type = squeeze(found.node.childForFieldName("type")?.text ?? "");
    const name = pattern.exec(type)?.[1];
    const used = importsOf(found.file).find((candidate) => candidate.name === name);
    if (name && used) return at({ path: used.path, name }, found.file, found.node);
    return {
      missing: `${paths.handler}:${found.file.line(found.node)}: field ${field} has the unknown type ${type}`,
    };
  };
}

function encapsulation(sources: Sources): Found<string> {
  const file = sources.go(paths.handler);
  if (!file) return { missing: `${paths.handler} does not exist` };
  for (const condition of ["n.enableEncapsulation(newNode)", "n.nodeConfig.EnableEncapsulation"]) {
    const [node] = findAnchor(file, `${method("nodeUpdate")} > if ${condition}`);
    if (node) return at(condition, file, node);
  }
  return {
    missing: `${paths.handler}: expected nodeUpdate to branch on encapsulation, found no such branch`,
  };
}

function configType(sources: Sources): Found<string> {
  const found = handler(sources, `type ${handlerType} > field nodeConfig`);
  if ("missing" in found) return found;
  const type = squeeze(found.node.childForFieldName("type")?.text ?? "");
  return at(type.slice(type.indexOf(".") + 1), found.file, found.node);
}

function clusterRoute(sources: Sources): Found<boolean> {
  return usesName(sources.go(paths.handler), "UseSingleClusterRoute");
}

function secondaryCIDRs(sources: Sources): Found<boolean> {
  const path = [...paths.nodeType].reverse().find((candidate) => sources.text(candidate) !== undefined);
  if (path === undefined) return { missing: `${paths.nodeType.join(" or ")} does not exist` };
  const text = sources.text(path) ?? "";
  const index = text.search(/^func \(\w+ \*?Node\) GetIPv4AllocCIDRs\(\)/m);
  return { value: index !== -1, at: { path, line: index === -1 ? 1 : lineAt(text, index) } };
}

function configuredCIDRs(sources: Sources): Found<"addressing" | "config"> {
  const file = sources.go(paths.handler);
  if (!file) return { missing: `${paths.handler} does not exist` };
  const [field] = findAnchor(file, `type ${handlerType} > field nodeAddressing`);
  if (field) return at("addressing", file, field);
  for (const path of [...paths.nodeConfig].reverse()) {
    const config = sources.go(path);
    for (const type of ["LocalNodeConfiguration", "Config"]) {
      const [own] = config ? findAnchor(config, `type ${type} > field AllocCIDRIPv4`) : [];
      if (config && own) return at("config", config, own);
    }
  }
  return {
    missing: `${paths.handler}: expected a nodeAddressing field or AllocCIDRIPv4 in the node configuration, found neither`,
  };
}

/** Type of one family of the handler's addresses, "" if it gets none. */
function addressingType(sources: Sources): Found<string> {
  const file = sources.go(paths.handler);
  const [field] = file ? findAnchor(file, `type ${handlerType} > field nodeAddressing`) : [];
  if (!file || !field) return atFile("", paths.handler);
  return at(`${squeeze(field.childForFieldName("type")?.text ?? "")}Family`, file, field);
}

/** Name of a CIDR in log lines: a constant since v1.8, a literal in the handler's file before. */
function cidrField(sources: Sources): Found<string> {
  const file = sources.go(paths.logFields);
  const [node] = file ? findAnchor(file, "const CIDR") : [];
  return file && node ? at("logfields.CIDR", file, node) : atFile('"allocCIDR"', paths.logFields);
}

/** Where a route via a remote node's address is installed: one CIDR at a time through v1.11, a list since. */
function directRoutes(sources: Sources): Found<DirectRoutes> {
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

function routeProtocol(sources: Sources): Found<boolean> {
  return usesName(sources.go(paths.handler), "RTProto");
}

function routeMetric(sources: Sources): Found<boolean> {
  return usesName(sources.go(paths.handler), "RouteMetric");
}

/**
 * The attributes that route.Delete passes to the kernel: prefix, device, table and scope until July 2025; since
 * then also source, protocol and metric, and until September 2025 the MTU.
 */
function routeDelete(sources: Sources): Found<NodeRouteFacts["routeDelete"]> {
  const file = sources.go(paths.route);
  const [node] = file ? findAnchor(file, "func Delete") : [];
  if (!file || !node) return { missing: `${paths.route}: expected func Delete, found none` };
  const keys = findAnchor(file, "func Delete > key Protocol").length;
  if (keys === 0) return at("prefix", file, node);
  return at(findAnchor(file, "func Delete > key MTU").length > 0 ? "exact-with-mtu" : "exact", file, node);
}

function ipv6Gateway(sources: Sources): Found<boolean> {
  const file = sources.go(paths.handler);
  const create =
    file && ["createNodeRouteSpec", "createNodeRoute"].flatMap((name) => findAnchor(file, method(name)))[0];
  if (!file || !create)
    return { missing: `${paths.handler}: expected a function that creates node routes, found none` };
  // If IPv6 has none, the next hop is a pointer that may be nil.
  return at(!/\bnexthop\s+\*net\.IP\b|\bnexthop = nil\b/.test(create.text), file, create);
}

function safeNetlink(sources: Sources): Found<boolean> {
  return atFile(sources.text(paths.safeNetlink) !== undefined, paths.safeNetlink);
}

function validateLocked(sources: Sources): Found<boolean> {
  const found = handler(sources, method("NodeValidateImplementation"));
  if ("missing" in found) return found;
  const held = holdsLock(sources, found);
  return typeof held === "boolean" ? at(held, found.file, found.node) : { missing: held.unclear };
}

function restoredNodes(sources: Sources): Found<boolean> {
  return usesName(sources.go(paths.handler), "Restored");
}

function ciliumImportsFirst(sources: Sources): Found<boolean> {
  const file = sources.go(paths.handler);
  if (!file) return { missing: `${paths.handler} does not exist` };
  const imports = importsOf(file);
  const cilium = imports.find(({ path }) => path.startsWith("github.com/cilium/cilium/"));
  const netlink = imports.find(({ path }) => path === "github.com/vishvananda/netlink");
  if (!cilium || !netlink) return { missing: `${paths.handler}: expected imports of Cilium and netlink` };
  return { value: cilium.line < netlink.line, at: { path: file.path, line: cilium.line } };
}

function usesName(file: GoFile | undefined, name: string): Found<boolean> {
  if (!file) return { missing: `${paths.handler} does not exist` };
  const index = file.text.search(new RegExp(`\\b${name}\\b`));
  return { value: index !== -1, at: { path: file.path, line: index === -1 ? 1 : lineAt(file.text, index) } };
}
