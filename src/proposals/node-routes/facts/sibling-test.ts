import type { Node } from "web-tree-sitter";
import { findAnchor, type GoFile, parametersOf } from "../../../golang/index.ts";
import { at, type Found, type Sources } from "../../../profile/index.ts";
import { applyEdits } from "../../../text/index.ts";
import { paths } from "../paths.ts";
import type { SiblingTest, TestStyle } from "./facts.ts";

/**
 * How the release's own test of updateNodeRoute creates its handler and its configuration. That code fits the
 * release, whatever parameters its constructor takes.
 */
export function siblingTest(sources: Sources): Found<SiblingTest> {
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
