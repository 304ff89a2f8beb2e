import { findAnchor, parametersOf, resultOf } from "../../../golang/index.ts";
import { at, type Found, type GoPackage, type Sources } from "../../../profile/index.ts";
import { ciliumPackage, handlerType, paths } from "../paths.ts";
import type { NodeRouteFacts, TestHandler } from "./facts.ts";

/** The test's argument for a parameter of the handler's constructor, by the parameter's type. */
const argumentsByType: readonly { type: RegExp; call: string; imports: readonly GoPackage[] }[] = [
  {
    type: /^DatapathConfiguration$/,
    call: "DatapathConfiguration{HostDevice: routeTestDevice}",
    imports: [],
  },
  { type: /^\*slog\.Logger$/, call: "logger", imports: [] },
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
  {
    type: /^ipsecTypes\.Agent$/,
    call: "&fakeipsec.Agent{}",
    imports: [ciliumPackage("pkg/datapath/linux/ipsec/fake", "fakeipsec")],
  },
  {
    type: /^ipsecTypes\.Config$/,
    call: "fakeipsec.Config{}",
    imports: [ciliumPackage("pkg/datapath/linux/ipsec/fake", "fakeipsec")],
  },
  { type: /^\*node\.LocalNodeStore$/, call: "nil", imports: [] },
  // Used only to discover neighbours.
  { type: /^\*statedb\.DB$/, call: "nil", imports: [] },
  { type: /^statedb\.Table\[\*tables\.Device\]$/, call: "nil", imports: [] },
];

export function testHandler(sources: Sources): Found<TestHandler> {
  const file = sources.go(paths.handler);
  const node =
    file && ["newNodeHandler", "NewNodeHandler"].flatMap((name) => findAnchor(file, `func ${name}`))[0];
  if (!file || !node)
    return { missing: `${paths.handler}: expected newNodeHandler or NewNodeHandler, found neither` };
  const addressing = fakeAddressing(sources);
  const knownArguments =
    "missing" in addressing
      ? argumentsByType
      : [
          ...argumentsByType,
          {
            type: /\.NodeAddressing$/,
            call: `${addressing.value.name}.${addressing.value.function}()`,
            imports: [addressing.value],
          },
        ];
  const given = parametersOf(node).map(({ type }) => ({
    type,
    known: knownArguments.find((known) => known.type.test(type)),
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

export function fakeAddressing(sources: Sources): Found<NodeRouteFacts["fakeAddressing"]> {
  for (const path of [...paths.fakeAddressing].reverse()) {
    const file = sources.go(path);
    const folder = path.slice(0, path.lastIndexOf("/"));
    for (const name of ["NewNodeAddressing", "NewAddressing"]) {
      const [node] = file ? findAnchor(file, `func ${name}`) : [];
      const alias = folder.endsWith("types") ? "fakeTypes" : folder.includes("node") ? "fakenode" : "fake";
      if (file && node) return at({ ...ciliumPackage(folder, alias), function: name }, file, node);
    }
  }
  return {
    missing: `${paths.fakeAddressing.join(", ")}: expected NewNodeAddressing or NewAddressing, found neither`,
  };
}
