import type { Node } from "web-tree-sitter";
import { type GoFile, receiverName } from "../../../golang/index.ts";
import type { Sources } from "../../../profile/index.ts";
import { handlerType, paths } from "../paths.ts";

/** Methods that take the handler's lock in every release; the handler may also have other locks. */
const eventMethods = ["NodeAdd", "NodeUpdate", "NodeDelete", "NodeConfigurationChanged"];

interface Method {
  readonly file: GoFile;
  readonly node: Node;
}

/**
 * Whether a method of the handler holds the handler's lock throughout: by its own call, or by a handler method that
 * it calls. If only part of it may be locked, returns the reason.
 */
export function holdsLock(sources: Sources, method: Method): boolean | { readonly unclear: string } {
  const lock = lockOfHandler(sources);
  const own = lockCalls(method, lock);
  const unlocks = callsOf(method, lock, /^R?Unlock$/).filter((call) => !isDeferred(call));
  const helpers = ownCalls(method);
  const [first] = own;
  if (first) {
    if (own.length > 1 || memberOf(first) !== "Lock" || !isStatementOf(method.node, first))
      return unclear(method, first, "a lock that is not always taken");
    const early = unlocks.find((unlock) => helpers.some(({ call }) => call.startIndex > unlock.startIndex));
    return early ? unclear(method, early, "a lock that is released before the end") : true;
  }
  const lockers = helpers.filter(({ name }) => locks(sources, name, lock, new Set()));
  const [locker] = lockers;
  if (!locker) return false;
  const isKept = methodsNamed(sources, locker.name).every(
    (helper) => callsOf(helper, lock, /^Unlock$/).length === 0,
  );
  if (lockers.length === 1 && (helpers.length === 1 || isKept) && isStatementOf(method.node, locker.call))
    return true;
  return unclear(method, locker.call, `${locker.name}, which takes the lock itself`);
}

function unclear({ file }: Method, node: Node, found: string): { unclear: string } {
  return {
    unclear: `${file.path}:${file.line(node)}: expected the handler's lock to be held throughout or not at all, found ${found}`,
  };
}

/** The field of the lock that event methods take. */
function lockOfHandler(sources: Sources): string {
  for (const name of eventMethods) {
    for (const method of methodsNamed(sources, name)) {
      const [call] = callsOf(method, "\\w+", /^Lock$/);
      const field = call
        ?.childForFieldName("function")
        ?.childForFieldName("operand")
        ?.childForFieldName("field");
      if (field) return field.text;
    }
  }
  return "mutex";
}

/** Whether a method takes the lock, or calls one that does. */
function locks(sources: Sources, name: string, lock: string, seen: Set<string>): boolean {
  if (seen.has(name)) return false;
  seen.add(name);
  return methodsNamed(sources, name).some(
    (method) =>
      lockCalls(method, lock).length > 0 ||
      ownCalls(method).some((one) => locks(sources, one.name, lock, seen)),
  );
}

function lockCalls(method: Method, lock: string): Node[] {
  return callsOf(method, lock, /^R?Lock$/);
}

/** Calls of a method of a field of the receiver, including those in function literals. */
function callsOf({ node }: Method, field: string, method: RegExp): Node[] {
  const operand = new RegExp(`^${receiverName(node)}\\.${field}$`);
  return node.descendantsOfType("call_expression").filter((call) => {
    const callee = call.childForFieldName("function");
    return method.test(memberOf(call)) && operand.test(callee?.childForFieldName("operand")?.text ?? "");
  });
}

/** Calls of other methods of the receiver. */
function ownCalls({ node }: Method): { name: string; call: Node }[] {
  const receiver = receiverName(node);
  return node.descendantsOfType("call_expression").flatMap((call) => {
    const operand = call.childForFieldName("function")?.childForFieldName("operand");
    return operand?.text === receiver ? [{ name: memberOf(call), call }] : [];
  });
}

function memberOf(call: Node): string {
  return call.childForFieldName("function")?.childForFieldName("field")?.text ?? "";
}

function isDeferred(call: Node): boolean {
  let outer = call.parent;
  while (outer && outer.type !== "defer_statement") outer = outer.parent;
  return outer !== null;
}

/** Whether a call is in a top-level statement of the function, so that it always runs when reached. */
function isStatementOf(method: Node, call: Node): boolean {
  const body = method.childForFieldName("body");
  let statement: Node | null = call;
  while (statement && statement.parent?.type !== "statement_list") statement = statement.parent;
  return statement?.parent?.parent?.id === body?.id && !/^(if|for|defer|go)_/.test(statement?.type ?? "");
}

function methodsNamed(sources: Sources, name: string): Method[] {
  return [paths.handler, ...sources.siblings.keys()]
    .filter((path) => !path.endsWith("_test.go"))
    .filter((path) => path === paths.handler || sources.siblings.get(path)?.includes(`) ${name}(`))
    .flatMap((path) => {
      const file = sources.go(path);
      const nodes = file?.declarations.func.get(`${handlerType}.${name}`) ?? [];
      return file ? nodes.map((node) => ({ file, node })) : [];
    });
}
