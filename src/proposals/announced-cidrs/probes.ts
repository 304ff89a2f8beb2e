import { findAnchor, importsOf, parametersOf, resultOf } from "../../golang/index.ts";
import {
  absent,
  at,
  atFile,
  ciliumModule,
  type Found,
  only,
  releaseProbes,
  type Sources,
  type Survey,
} from "../../profile/index.ts";
import type { AnnouncementFacts } from "./facts.ts";
import { modes } from "./modes.ts";
import { announcer, paths, rangeCalls } from "./paths.ts";

/** A probe for every fact. Seen to hold for v1.8 to main of April 2023; later trees have modes that are not known, or announce less. */
export const probes: Survey<AnnouncementFacts>["probes"] = {
  ...releaseProbes,
  nodeDiscovery,
  announcedRange,
  ipamMode: (sources) => declaredOrAbsent(sources, paths.option, "func DaemonConfig.IPAMMode"),
  modes,
  nodeStore,
  nodeGetter,
  mutateFails,
  ipv6RangeType,
  ciliumImportsFirst,
  licence,
  testConstraints,
};

function nodeDiscovery(sources: Sources): Found<boolean> {
  return declared(sources, paths.discovery, "type NodeDiscovery");
}

/** What releases have that the change is for: where the discovery is known, others are known not to have it. */
function declaredOrAbsent(sources: Sources, path: string, anchor: string): Found<boolean> {
  const discovery = nodeDiscovery(sources);
  if ("missing" in discovery) return discovery;
  const found = declared(sources, path, anchor);
  return "missing" in found ? absent(found.missing) : found;
}

function declared(sources: Sources, path: string, anchor: string): Found<boolean> {
  const found = only(sources.go(path), path, anchor);
  return "missing" in found ? found : at(true, found.file, found.node);
}

/** Since v1.15, and in later patch releases of some lines before, only the CIDRs of one mode are announced. */
function announcedRange(sources: Sources): Found<boolean> {
  const calls = rangeCalls.map((call) =>
    declaredOrAbsent(sources, paths.discovery, `func ${announcer} > call ${call}`),
  );
  return calls.find((call) => "missing" in call) ?? (calls[0] as Found<boolean>);
}

function nodeStore(sources: Sources): Found<string> {
  const file = sources.go(paths.discovery);
  const found = file && importsOf(file).find(({ path }) => path === `${ciliumModule}/pkg/node/store`);
  if (found) return { value: found.name, at: { path: paths.discovery, line: found.line } };
  return { missing: `${paths.discovery}: expected an import of the store of nodes, found none` };
}

/** Since v1.10.1; before, the node is asked of the client that all share. */
function nodeGetter(sources: Sources): Found<boolean> {
  const file = sources.go(paths.discovery);
  if (!file) return { missing: `${paths.discovery} does not exist` };
  const [field] = findAnchor(file, "type NodeDiscovery > field k8sNodeGetter");
  return at(field !== undefined, file, field);
}

function mutateFails(sources: Sources): Found<boolean> {
  const found = only(sources.go(paths.discovery), paths.discovery, `func ${announcer}`);
  return "missing" in found ? found : at(resultOf(found.node) === "error", found.file, found.node);
}

function ipv6RangeType(sources: Sources): Found<string> {
  const found = only(sources.go(paths.addresses), paths.addresses, "func SetIPv6NodeRange");
  if ("missing" in found) return found;
  return at(parametersOf(found.node)[0]?.type ?? "", found.file, found.node);
}

function ciliumImportsFirst(sources: Sources): Found<boolean> {
  const file = sources.go(paths.discovery);
  const imports = file ? importsOf(file) : [];
  const own = imports.find(({ path }) => path.startsWith(`${ciliumModule}/`));
  const other = imports.find(({ path }) => path.startsWith("github.com/sirupsen/"));
  if (!own || !other) return { missing: `${paths.discovery}: expected imports of Cilium and of logrus` };
  return { value: own.line < other.line, at: { path: paths.discovery, line: own.line } };
}

/** What a new file of the package begins with: the whole licence through v1.10, its name since. */
function licence(sources: Sources): Found<string> {
  const text = sources.text(paths.nodeStore);
  const comment = /^(\/\/.*\n)+/.exec(text ?? "")?.[0].trimEnd();
  if (comment === undefined)
    return { missing: `${paths.nodeStore}: expected a licence at its head, found none` };
  return atFile(comment, paths.nodeStore);
}

function testConstraints(sources: Sources): Found<readonly string[]> {
  const text = sources.text(paths.addressesTest);
  if (text === undefined) return { missing: `${paths.addressesTest} does not exist` };
  const lines = text.slice(0, text.indexOf("\npackage ")).split("\n");
  return atFile(
    lines.filter((line) => /^\/\/( \+build|go:build) /.test(line)),
    paths.addressesTest,
  );
}
