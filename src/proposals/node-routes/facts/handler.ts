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
  type Found,
  type GoPackage,
  type Probe,
  type Probes,
  type Sources,
} from "../../../profile/index.ts";
import { squeeze } from "../../../text/index.ts";
import { handlerType, paths } from "../paths.ts";
import { addressingType, cidrEqual, cidrField, configuredCIDRs, secondaryCIDRs } from "./cidrs.ts";
import type { NodeRouteFacts } from "./facts.ts";
import { handler, method, usesName } from "./handler-file.ts";
import { holdsLock } from "./locking.ts";
import {
  clusterRoute,
  directRoutes,
  ipv6Gateway,
  routeDelete,
  routeMetric,
  routeProtocol,
  safeNetlink,
} from "./routes.ts";

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
