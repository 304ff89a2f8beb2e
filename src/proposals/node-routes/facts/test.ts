import type { Node } from "web-tree-sitter";
import { findAnchor, type GoFile, parametersOf, resultOf } from "../../../golang/index.ts";
import { at, atFile, type Found, type GoPackage, type Probes, type Sources } from "../../../profile/index.ts";
import { applyEdits, squeeze } from "../../../text/index.ts";
import { ciliumPackage, handlerType, paths } from "../paths.ts";
import type { NodeRouteFacts, SiblingTest, TestHandler, TestStyle } from "./facts.ts";

/** Facts about the test harness of package linux. Verified for v1.4 to main of October 2025. */
export const testProbes = {
  testConstraints,
  unitTestConstraints,
  privilegedTest,
  siblingTest,
  testHandler,
  fakeAddressing,
  tunnelMap,
  mtuInterface,
  netipAddresses,
} satisfies Probes<NodeRouteFacts>;

function testConstraints(sources: Sources): Found<readonly string[]> {
  const text = sources.text(paths.handlerTest);
  if (text === undefined) return { missing: `${paths.handlerTest} does not exist` };
  return atFile(privilegedConstraints(text), paths.handlerTest);
}

/** Build constraint that excludes unit tests from privileged runs, if the release requires one in every test file. */
function unitTestConstraints(sources: Sources): Found<readonly string[]> {
  const path = paths.option.replace(/\.go$/, "_test.go");
  const text = sources.goFiles(path.slice(0, path.lastIndexOf("/")))?.get(path);
  return atFile(text === undefined ? [] : privilegedConstraints(text), path);
}

function privilegedConstraints(text: string): string[] {
  const lines = text.slice(0, text.indexOf("\npackage ")).split("\n");
  return lines.filter((line) => /^\/\/( \+build|go:build) .*\bprivileged_tests\b/.test(line));
}

function privilegedTest(sources: Sources): Found<string> {
  const file = sources.go(paths.privileged);
  const [node] = file ? findAnchor(file, "func PrivilegedTest") : [];
  return file && node ? at("testutils.PrivilegedTest(t)", file, node) : atFile("", paths.privileged);
}

/**
 * How the release's own test of updateNodeRoute creates its handler and its configuration. That code fits the
 * release, whatever parameters its constructor takes.
 */
function siblingTest(sources: Sources): Found<SiblingTest> {
  const file = sources.go(paths.handlerTest);
  if (!file) return { missing: `${paths.handlerTest} does not exist` };
  for (const anchor of [
    "func linuxPrivilegedBaseTestSuite.TestUpdateNodeRoute",
    "func nodeSuite.TestUpdateNodeRoute",
    "func testUpdateNodeRoute",
  ]) {
    const [test] = findAnchor(file, anchor);
    const style = test && styleOf(test);
    if (!test || !style) continue;
    const made = makingHandler(file, test);
    const configure = configuring(file, anchor);
    if (!made || !configure) continue;
    const list = style === "testify" ? listOf(file) : "";
    return at({ style, anchor, list, ...made, config: initialValue(test, configure) }, file, test);
  }
  return {
    missing: `${paths.handlerTest}: expected a test of updateNodeRoute that makes and configures a handler, found none`,
  };
}

/** Determined by the test's parameter for reporting. */
function styleOf(test: Node): TestStyle | undefined {
  const types = parametersOf(test).map(({ type }) => type);
  if (types[0] === "*check.C") return "check";
  if (types[0] === "*testing.T") return types.length === 1 ? "testify" : "netns";
  return undefined;
}

/** The argument with the configuration that the test passes to its handler. */
function configuring(file: GoFile, anchor: string): Node | undefined {
  for (const [step, index] of [
    ["method NodeConfigurationChanged", 0],
    ["call mustConfigureNode", 3],
  ] as const) {
    const [call] = findAnchor(file, `${anchor} > ${step}`);
    const argument = call?.childForFieldName("arguments")?.namedChild(index);
    if (argument) return argument;
  }
  return undefined;
}

/**
 * The call that creates the handler, and the statements it needs. If a hive calls the surrounding function, the
 * hive's arguments are left out: the handler uses its devices only to discover neighbours. What is nil here, but not
 * in a test that adds nodes, is taken from there.
 */
function makingHandler(file: GoFile, test: Node): Pick<SiblingTest, "setup" | "handler"> | undefined {
  const [call] = handlerCalls(test);
  if (!call) return undefined;
  const around = functionAround(call);
  const given = around.id === test.id ? [] : parametersOf(around).map(({ name }) => name);
  const handler = withAssertion(call);
  const replaced = argumentsOf(call).flatMap((argument, index) => {
    const text = given.includes(argument.text) ? "nil" : argument.text;
    const better = text === "nil" ? madeElsewhere(file, index) : undefined;
    const [start, end] = [argument.startIndex - handler.startIndex, argument.endIndex - handler.startIndex];
    return text === argument.text && !better ? [] : [{ start, end, text: better ?? text }];
  });
  return { setup: statementsFor(around, handler), handler: applyEdits(handler.text, replaced) };
}

/** What another test makes for the constructor's parameter at an index, out of nothing but a package. */
function madeElsewhere(file: GoFile, index: number): string | undefined {
  return handlerCalls(file.root)
    .map((call) => argumentsOf(call)[index]?.text ?? "")
    .find((text) => /^\w+\.New\w+\(\)$/.test(text));
}

function handlerCalls(node: Node): Node[] {
  return node
    .descendantsOfType("call_expression")
    .filter((one) => /^[nN]ewNodeHandler$/.test(one.childForFieldName("function")?.text ?? ""));
}

function argumentsOf(call: Node): Node[] {
  return call.childForFieldName("arguments")?.namedChildren ?? [];
}

function functionAround(node: Node): Node {
  for (let outer = node.parent; outer; outer = outer.parent)
    if (/^(func_literal|function_declaration|method_declaration)$/.test(outer.type)) return outer;
  throw new Error("expected a function around the call");
}

/** The call together with the type assertion around it. */
function withAssertion(call: Node): Node {
  return call.parent?.type === "type_assertion_expression" ? call.parent : call;
}

/** The initial value of a variable, or the expression itself. */
function initialValue(test: Node, expression: Node): string {
  if (expression.type !== "identifier") return expression.text;
  const declaration = statementsOf(test).find((statement) => declares(statement).includes(expression.text));
  return declaration?.childForFieldName("right")?.text ?? expression.text;
}

/**
 * The statements that declare the names in an expression, in order, with their own dependencies. A statement that
 * declares an error is followed by the one that checks it.
 */
function statementsFor(test: Node, expression: Node): string[] {
  const statements = statementsOf(test);
  const needed = new Set<number>();
  const visit = (node: Node): void => {
    for (const name of node.descendantsOfType("identifier").map((identifier) => identifier.text)) {
      const index = statements.findIndex(
        (statement) => statement.endIndex <= node.startIndex && declares(statement).includes(name),
      );
      const statement = statements[index];
      // The suite already exists: creating it is not part of creating a handler.
      if (!statement || needed.has(index) || name === "s") continue;
      needed.add(index);
      visit(statement.childForFieldName("right") ?? statement);
      if (declares(statement).includes("err")) needed.add(index + 1);
    }
  };
  visit(expression);
  return [...needed].sort((a, b) => a - b).flatMap((index) => statements[index]?.text ?? []);
}

function statementsOf(test: Node): Node[] {
  const body = test.childForFieldName("body");
  const list = body?.namedChildren.find((child) => child.type === "statement_list") ?? body;
  return (list?.namedChildren ?? []).filter((child) => child.type !== "comment");
}

/** Names that a short variable declaration declares. */
function declares(statement: Node): string[] {
  if (statement.type !== "short_var_declaration") return [];
  return (statement.childForFieldName("left")?.namedChildren ?? []).map((node) => node.text);
}

/** The function that runs the methods of the suite one after another, each a subtest in a subtest. */
function listOf(file: GoFile): string {
  const inSubtest = "literal (t *testing.T) > literal (t *testing.T) > do s.TestUpdateNodeRoute(t)";
  return (
    ["TestPrivilegedAll", "TestAll"].find(
      (name) => findAnchor(file, `func ${name} > ${inSubtest}`).length === 1,
    ) ?? ""
  );
}

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

function testHandler(sources: Sources): Found<TestHandler> {
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

function fakeAddressing(sources: Sources): Found<NodeRouteFacts["fakeAddressing"]> {
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

function tunnelMap(sources: Sources): Found<NodeRouteFacts["tunnelMap"]> {
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

/** Whether the node configuration holds addresses as netip.Addr, as it does since 2026. */
function netipAddresses(sources: Sources): Found<boolean> {
  for (const path of [...paths.nodeConfig].reverse()) {
    const file = sources.go(path);
    for (const type of ["LocalNodeConfiguration", "Config"]) {
      const [field] = file ? findAnchor(file, `type ${type} > field CiliumInternalIPv4`) : [];
      if (file && field) return at(field.childForFieldName("type")?.text === "netip.Addr", file, field);
    }
  }
  return atFile(false, paths.nodeConfig[0]);
}
