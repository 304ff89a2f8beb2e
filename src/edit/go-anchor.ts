import { z } from "zod";
import { PatchkitError } from "../errors.ts";
import {
  callsAround,
  findAnchor,
  type GoFile,
  isFirstStatement,
  listedIn,
  type NoSpot,
  resolveAnchor,
  type Spot,
  spotAfter,
  spotAtEnd,
  spotAtStart,
  spotBefore,
} from "../golang/index.ts";
import { type Edit, indentAt, indentLines, squeeze } from "../text/index.ts";
import { commonFields, makeKind, type Written } from "./edit-kind.ts";
import { importsField } from "./imports.ts";

type GoNode = ReturnType<typeof resolveAnchor>[number];

/** Where the text of an edit goes, relative to its anchor. */
export const goPlaces = [
  "before",
  "after",
  "start",
  "end",
  "replace",
  "argument",
  "parameter",
  "condition",
  "append",
] as const;

const header = z.strictObject({
  ...commonFields,
  at: z
    .string()
    .default("")
    .describe("The anchor: steps from the outside in, such as `func T.m > if x == nil`; none for `append`."),
  place: z
    .enum(goPlaces)
    .describe(
      "`before` or `after` the anchor's lines; at the `start` or `end` of its block; `replace` it; one more `argument` or `parameter`; around its `condition`, which `$0` stands for; `append` to the file.",
    ),
  expect: z
    .union([z.number(), z.string().regex(/^\d+$/).transform(Number)])
    .pipe(z.number().int().min(0))
    .default(1)
    .describe("How many places the anchor has to match."),
  imports: importsField,
  promise: z
    .string()
    .regex(/^(first-statement|before call \S.*?)( and (first-statement|before call \S.*?))*$/)
    .transform((text) => text.split(" and "))
    .default([])
    .describe(
      "Conditions on the anchor, joined by `and`: `first-statement`, it is the first statement of its function; `before call X`, its function calls X, and only after the anchor.",
    ),
});

export type GoHeader = z.infer<typeof header>;
type GoEdit = GoHeader & Written;

/**
 * Go at an anchor in the syntax tree of a file. Meant by every path of a Go file without `kind:`. The text is Go with
 * the indentation of its place left out; gofmt follows, around the edit.
 *
 *     ---
 *     file: pkg/option/config.go
 *     at: type DaemonConfig > field Debug
 *     place: after
 *     ---
 *     Verbose bool
 */
export const goAnchor = makeKind({
  name: "go-anchor",
  base: "go",
  means: ({ file }) => isGoPath(file),
  header,
  locate: placeEdit,
  isPresent,
});

/** Whether a path is that of a Go file. */
export function isGoPath(path: string): boolean {
  return path.endsWith(".go");
}

/**
 * Turns an edit of a Go file into edits of its text, one per match of the anchor.
 *
 * @throws PatchkitError `golang/anchor-mismatch`, also if a place does not meet the conditions of the edit.
 */
function placeEdit(file: GoFile, spec: GoEdit): Edit[] {
  if (spec.place === "append")
    return [{ start: file.text.length, end: file.text.length, text: `\n${spec.text}` }];
  const nodes = resolveAnchor(file, spec.at, spec.expect);
  for (const node of nodes) for (const promise of spec.promise) assertPromise(file, node, spec, promise);
  return nodes.map((node) => editAt(file, node, spec));
}

function assertPromise(file: GoFile, node: GoNode, spec: GoEdit, promise: string): void {
  if (promise === "first-statement") {
    if (isFirstStatement(node)) return;
    throw mismatch(file, node, spec, "to be the first statement of its function", "another before it");
  }
  const call = promise.slice("before call ".length);
  const { behind, others } = callsAround(file, node, call);
  const [other] = others;
  if (other) {
    const found = `one on line ${file.line(other)} that may come first`;
    throw mismatch(file, node, spec, `to stand before every call of ${call}`, found);
  }
  if (behind.length === 0) throw mismatch(file, node, spec, `to stand before a call of ${call}`, "none");
}

function mismatch(file: GoFile, node: GoNode, spec: GoEdit, expected: string, found: string) {
  return new PatchkitError(
    "golang/anchor-mismatch",
    `${file.path}:${file.line(node)}: expected "${spec.at}" ${expected}, found ${found}`,
    { hint: "This tree differs from the known shapes there." },
  );
}

function editAt(file: GoFile, node: GoNode, spec: GoEdit): Edit {
  const line = spec.text.endsWith("\n") ? spec.text : `${spec.text}\n`;
  const indent = indentAt(file.text, node.startIndex);
  switch (spec.place) {
    case "before":
      return insertLines(spotOf(file, node, spec, spotBefore(file, node)), line, indent);
    case "after":
      return insertLines(spotOf(file, node, spec, spotAfter(file, node)), line, indent);
    case "start":
      return insertLines(spotAtStart(file, blockIn(file, node, spec)), line, `${indent}\t`);
    case "end":
      return insertLines(spotAtEnd(file, blockIn(file, node, spec)), line, `${indent}\t`);
    case "replace":
      return { start: node.startIndex, end: node.endIndex, text: fillArguments(file, node, spec) };
    case "argument":
    case "parameter":
      return appendToList(file, node, spec);
    case "condition": {
      const condition = node.childForFieldName("condition");
      if (!condition) throw new Error(`${spec.template}: a ${node.type} has no condition`);
      const text = spec.text.trim().replaceAll("$0", () => condition.text);
      return { start: condition.startIndex, end: condition.endIndex, text };
    }
    case "append":
      throw new Error(`${spec.template}: place ${spec.place} has no anchor in Go`);
  }
}

function spotOf(file: GoFile, node: GoNode, spec: GoEdit, spot: Spot | NoSpot): Spot {
  if ("offset" in spot) return spot;
  throw mismatch(file, node, spec, `to be ${spot.expected}`, spot.found);
}

function insertLines({ offset, before }: Spot, lines: string, indent: string): Edit {
  return { start: offset, end: offset, text: `${before}${indentLines(lines, indent)}` };
}

function blockIn(file: GoFile, node: GoNode, spec: GoEdit): GoNode {
  const block = blockOf(node);
  if (block) return block;
  throw mismatch(file, node, spec, "to have braces", squeeze(node.text).slice(0, 60));
}

/** The block of a function, if, or for; the field list of a struct type. */
function blockOf(node: GoNode): GoNode | undefined {
  return (
    node.childForFieldName("consequence") ??
    node.childForFieldName("body") ??
    node.childForFieldName("type")?.namedChildren.find((child) => child.type === "field_declaration_list")
  );
}

/** `$0`, `$1` and so on stand for the arguments of the call that is replaced. */
function fillArguments(file: GoFile, node: GoNode, spec: GoEdit): string {
  const given = listedIn(node.childForFieldName("arguments"));
  return spec.text.trim().replace(/\$(\d)/g, (_, index: string) => {
    const argument = given[Number(index)];
    if (argument) return argument.text;
    throw mismatch(file, node, spec, `to have ${Number(index) + 1} arguments or more`, String(given.length));
  });
}

/** Adds one to the end of a call's arguments or a function's parameters. */
function appendToList(file: GoFile, node: GoNode, spec: GoEdit): Edit {
  const list = node.childForFieldName(`${spec.place}s`);
  if (!list) throw mismatch(file, node, spec, `to have ${spec.place}s`, node.type);
  const text = spec.text.trim();
  const last = listedIn(list).at(-1);
  if (!last) return { start: list.endIndex - 1, end: list.endIndex - 1, text };
  if (last.type.startsWith("variadic_"))
    throw mismatch(file, node, spec, `to take one more ${spec.place}`, last.text);
  if (spec.place === "parameter" && !last.childForFieldName("name"))
    throw mismatch(file, node, spec, "to have parameters with names", squeeze(list.text));
  return { start: last.endIndex, end: last.endIndex, text: `, ${text}` };
}

/**
 * Whether the place already contains the edit's text. Ignores alignment, so that a formatted file is recognised.
 */
function isPresent(file: GoFile, spec: GoEdit): boolean {
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
      const lasts = nodes.map((node) => listedIn(node.childForFieldName(list)).at(-1)?.text ?? "");
      return lasts.length > 0 && lasts.every((text) => squeeze(text) === wanted);
    }
    case "start":
    case "end":
      return nodes.some((node) => squeeze(blockOf(node)?.text ?? "").includes(wanted));
    default:
      return nodes.some((node) => squeeze(aroundOf(node)?.text ?? "").includes(wanted));
  }
}

/** What a node stands in: a call that is a statement of its own stands in the block. */
function aroundOf(node: GoNode): GoNode | null {
  const { parent } = node;
  const isSame = parent?.startIndex === node.startIndex && parent.endIndex === node.endIndex;
  return parent && isSame ? aroundOf(parent) : parent;
}
