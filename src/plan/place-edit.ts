import { PatchkitError } from "../errors.ts";
import { findAnchor, type GoFile, parametersOf, receiverName, resolveAnchor } from "../golang/index.ts";
import { type Edit, indentAt, indentLines, lineStart, nextLineStart, squeeze } from "../text/index.ts";
import type { EditSpec } from "./template.ts";

type GoNode = ReturnType<typeof resolveAnchor>[number];

/** Receiver that every template's Go is written for. */
const receiver = "n";

/**
 * Turns an edit of a Go file into edits of its text, one per place the anchor names.
 *
 * @throws PatchkitError `golang/anchor-mismatch`.
 */
export function placeEdit(file: GoFile, spec: EditSpec): Edit[] {
  if (spec.place === "append")
    return [{ start: file.text.length, end: file.text.length, text: `\n${spec.text}` }];
  const nodes = resolveAnchor(file, spec.at, spec.expect);
  assertNames(file, spec);
  return nodes.map((node) => editAt(file, node, spec));
}

/** The names the text takes for granted: the receiver's, and those of parameters listed under `uses`. */
function assertNames(file: GoFile, spec: EditSpec): void {
  const method = /^func (\w+\.\w+)/.exec(spec.at)?.[1];
  const declaration = method ? file.declarations.func.get(method)?.[0] : undefined;
  if (!declaration) return;
  const found = receiverName(declaration);
  if (found !== receiver && /\bn\./.test(spec.text)) {
    throw unknownNames(
      file,
      declaration,
      `the receiver of ${method} to be called ${receiver}`,
      found ?? "none",
    );
  }
  const names = parametersOf(declaration).map(({ name }) => name);
  for (const name of spec.uses.split(" ").filter(Boolean)) {
    if (!names.includes(name)) {
      throw unknownNames(file, declaration, `${method} to have a parameter called ${name}`, names.join(", "));
    }
  }
}

function unknownNames(file: GoFile, declaration: GoNode, expected: string, found: string): PatchkitError {
  return new PatchkitError(
    "golang/anchor-mismatch",
    `${file.path}:${file.line(declaration)}: expected ${expected}, found ${found}`,
    {
      hint: "This tree differs from the known shapes; rename it in a commit of its own first.",
    },
  );
}

function editAt(file: GoFile, node: GoNode, spec: EditSpec): Edit {
  const { text } = file;
  const line = spec.text.endsWith("\n") ? spec.text : `${spec.text}\n`;
  switch (spec.place) {
    case "before":
      return insertLines(lineStart(text, node.startIndex), line, indentAt(text, node.startIndex));
    case "after":
      return insertLines(nextLineStart(text, node.endIndex), line, indentAt(text, node.startIndex));
    case "start": {
      const block = blockOf(node);
      return insertLines(nextLineStart(text, block.startIndex), line, `${indentAt(text, node.startIndex)}\t`);
    }
    case "end": {
      const block = blockOf(node);
      return insertLines(lineStart(text, block.endIndex - 1), line, `${indentAt(text, node.startIndex)}\t`);
    }
    case "replace":
      return { start: node.startIndex, end: node.endIndex, text: fillArguments(spec.text.trim(), node) };
    case "argument":
      return appendToList(node.childForFieldName("arguments"), spec.text.trim());
    case "parameter":
      return appendToList(node.childForFieldName("parameters"), spec.text.trim());
    case "condition": {
      const condition = node.childForFieldName("condition");
      if (!condition) throw new Error(`${spec.template}: a ${node.type} has no condition`);
      const text = spec.text.trim().replaceAll("$0", () => condition.text);
      return { start: condition.startIndex, end: condition.endIndex, text };
    }
    case "append":
    case "create":
    case "sorted-flag":
      throw new Error(`${spec.template}: place ${spec.place} has no anchor in Go`);
  }
}

function insertLines(offset: number, lines: string, indent: string): Edit {
  return { start: offset, end: offset, text: indentLines(lines, indent) };
}

/** The block of a function, if, or for; the field list of a struct type. */
function blockOf(node: GoNode): GoNode {
  const block =
    node.childForFieldName("consequence") ??
    node.childForFieldName("body") ??
    node.childForFieldName("type")?.namedChildren.find((child) => child.type === "field_declaration_list");
  if (!block) throw new Error(`a ${node.type} has no block`);
  return block;
}

/** `$0`, `$1` and so on stand for the arguments of the call that is replaced. */
function fillArguments(text: string, node: GoNode): string {
  const given = node.childForFieldName("arguments")?.namedChildren ?? [];
  return text.replace(/\$(\d)/g, (_, index: string) => given[Number(index)]?.text ?? "");
}

function appendToList(list: GoNode | null, text: string): Edit {
  if (!list) throw new Error("expected a call or a function with a list to append to");
  const end = list.endIndex - 1;
  return { start: end, end, text: list.namedChildCount === 0 ? text : `, ${text}` };
}

/**
 * Whether the place already holds what the edit would put there. Alignment does not count, so
 * that a formatted file is recognised.
 */
export function isPresent(file: GoFile, spec: EditSpec): boolean {
  const wanted = squeeze(spec.text);
  if (spec.place === "append") return squeeze(file.text).includes(wanted);
  const steps = spec.at.split(" > ");
  const around = steps.length > 1 ? findAnchor(file, steps.slice(0, -1).join(" > ")) : [file.root];
  const nodes = findAnchor(file, spec.at);
  switch (spec.place) {
    case "replace": {
      const kind = steps.at(-1)?.split(" ")[0] ?? "";
      const name = kind === "call" ? wanted.slice(0, wanted.indexOf("(")) : wanted;
      const replaced = findAnchor(file, [...steps.slice(0, -1), `${kind} ${name}`].join(" > "));
      const pattern = new RegExp(`^${wanted.replace(/[.*+?^{}()|[\]\\]/g, "\\$&").replace(/\$\d/g, ".*")}$`);
      return replaced.some((node) => pattern.test(squeeze(node.text)));
    }
    case "condition":
      return around.some((node) => squeeze(node.text).includes(wanted.replace("$0", "").trim()));
    case "argument":
    case "parameter": {
      const list = spec.place === "argument" ? "arguments" : "parameters";
      const lists = nodes.map((node) => squeeze(node.childForFieldName(list)?.text ?? ""));
      return lists.length > 0 && lists.every((text) => text.endsWith(`, ${wanted})`));
    }
    case "start":
    case "end":
      return nodes.some((node) => squeeze(blockOf(node).text).includes(wanted));
    default:
      return nodes.some((node) => squeeze(node.parent?.text ?? "").includes(wanted));
  }
}
