import { findAnchor, parametersOf, resultOf } from "../golang/index.ts";
import { lineAt, squeeze } from "../text/index.ts";
import { handlerType, paths } from "./paths.ts";
import { at, atFile, ciliumPackage, type Found, type Probe } from "./probe.ts";
import type { FactValues, GoPackage, TestHandler } from "./profile.ts";
import type { Sources } from "./sources.ts";

/** Facts of the test harness of package linux. Seen to hold for v1.4 to main of October 2025. */
export const testProbes = {
  testConstraints,
  privilegedTest,
  testHandler,
  fakeAddressing,
  tunnelMap,
  mtuInterface,
  testCalls,
} satisfies { readonly [Name in keyof FactValues]?: Probe<FactValues[Name]> };

function testConstraints(sources: Sources): Found<readonly string[]> {
  const text = sources.text(paths.handlerTest);
  if (text === undefined) return { missing: `${paths.handlerTest} does not exist` };
  const lines = text.slice(0, text.indexOf("\npackage ")).split("\n");
  const constraints = lines.filter((line) => /^\/\/( \+build|go:build) .*\bprivileged_tests\b/.test(line));
  return atFile(constraints, paths.handlerTest);
}

function privilegedTest(sources: Sources): Found<string> {
  const file = sources.go(paths.privileged);
  const [node] = file ? findAnchor(file, "func PrivilegedTest") : [];
  return file && node ? at("testutils.PrivilegedTest(t)", file, node) : atFile("", paths.privileged);
}

/** What a test passes for a parameter of the handler's constructor, by the parameter's type. */
const argumentsByType: readonly { type: RegExp; call: string; imports: readonly GoPackage[] }[] = [
  {
    type: /^DatapathConfiguration$/,
    call: "DatapathConfiguration{HostDevice: routeTestDevice}",
    imports: [],
  },
  { type: /^\*slog\.Logger$/, call: "logger", imports: [] },
  {
    type: /\.NodeAddressing$/,
    call: "fake.NewNodeAddressing()",
    imports: [ciliumPackage("pkg/datapath/fake", "fake")],
  },
  { type: /\.WireguardAgent$/, call: "nil", imports: [] },
  { type: /\.NodeNeighborEnqueuer$/, call: "nil", imports: [] },
  {
    type: /^nodemap\.Map$/,
    call: "nodemapfake.NewFakeNodeMap()",
    imports: [ciliumPackage("pkg/maps/nodemap/fake", "nodemapfake")],
  },
  {
    type: /^nodemap\.MapV2$/,
    call: "nodemapfake.NewFakeNodeMapV2()",
    imports: [ciliumPackage("pkg/maps/nodemap/fake", "nodemapfake")],
  },
  { type: /\.MTUConfiguration$/, call: "&mtu.Configuration{}", imports: [ciliumPackage("pkg/mtu", "mtu")] },
  { type: /^kpr\.KPRConfig$/, call: "kpr.KPRConfig{}", imports: [ciliumPackage("pkg/kpr", "kpr")] },
  {
    type: /\.IPsecAgent$/,
    call: "&fakeTypes.IPsecAgent{}",
    imports: [ciliumPackage("pkg/datapath/fake/types", "fakeTypes")],
  },
  {
    type: /\.IPsecConfig$/,
    call: "fakeTypes.IPsecConfig{}",
    imports: [ciliumPackage("pkg/datapath/fake/types", "fakeTypes")],
  },
];

function testHandler(sources: Sources): Found<TestHandler> {
  const file = sources.go(paths.handler);
  const node =
    file && ["newNodeHandler", "NewNodeHandler"].flatMap((name) => findAnchor(file, `func ${name}`))[0];
  if (!file || !node)
    return { missing: `${paths.handler}: expected newNodeHandler or NewNodeHandler, found neither` };
  const given = parametersOf(node).map(({ type }) => ({
    type,
    known: argumentsByType.find((known) => known.type.test(type)),
  }));
  const unknown = given.find(({ known }) => !known);
  if (unknown) {
    return {
      missing: `${paths.handler}:${file.line(node)}: expected known parameters of the constructor, found ${unknown.type}`,
    };
  }
  const name = node.childForFieldName("name")?.text ?? "";
  const asserted = resultOf(node) === `*${handlerType}` ? "" : `.(*${handlerType})`;
  return at(
    {
      call: `${name}(${given.map(({ known }) => known?.call).join(", ")})${asserted}`,
      imports: given.flatMap(({ known }) => known?.imports ?? []),
    },
    file,
    node,
  );
}

function fakeAddressing(sources: Sources): Found<GoPackage> {
  for (const path of [...paths.fakeAddressing].reverse()) {
    const file = sources.go(path);
    const [node] = file ? findAnchor(file, "func NewNodeAddressing") : [];
    const folder = path.slice(0, path.lastIndexOf("/"));
    if (file && node)
      return at(ciliumPackage(folder, folder.endsWith("types") ? "fakeTypes" : "fake"), file, node);
  }
  return { missing: `${paths.fakeAddressing.join(", ")}: expected NewNodeAddressing, found none` };
}

function tunnelMap(sources: Sources): Found<FactValues["tunnelMap"]> {
  const file = sources.go(paths.handler);
  const [call] = file ? findAnchor(file, `func ${handlerType}.nodeUpdate > call updateTunnelMapping`) : [];
  const map = sources.go(paths.tunnelMap);
  if (!call || !map) return atFile("none", paths.handler);
  const [setter] = findAnchor(map, "func SetTunnelMap");
  if (setter) return at("setter", map, setter);
  const [maker] = findAnchor(map, "func NewTunnelMap");
  return maker ? at("variable", map, maker) : atFile("none", paths.tunnelMap);
}

function mtuInterface(sources: Sources): Found<boolean> {
  for (const path of [...paths.nodeConfig].reverse()) {
    const file = sources.go(path);
    const [field] = file ? findAnchor(file, "type LocalNodeConfiguration > field MtuConfig") : [];
    if (file && field) {
      const type = squeeze(field.childForFieldName("type")?.text ?? "");
      return at(!type.endsWith("mtu.Configuration"), file, field);
    }
  }
  return atFile(false, paths.nodeConfig[1]);
}

function testCalls(sources: Sources): Found<number> {
  const text = sources.text(paths.handlerTest);
  if (text === undefined) return { missing: `${paths.handlerTest} does not exist` };
  const elsewhere = [...sources.siblings].find(
    ([path, other]) =>
      path.endsWith("_test.go") && path !== paths.handlerTest && other.includes(".updateNodeRoute("),
  );
  if (elsewhere)
    return { missing: `${elsewhere[0]}: expected calls of updateNodeRoute in ${paths.handlerTest} only` };
  const calls = text.split(".updateNodeRoute(").length - 1;
  return {
    value: calls,
    at: { path: paths.handlerTest, line: lineAt(text, Math.max(0, text.indexOf(".updateNodeRoute("))) },
  };
}
