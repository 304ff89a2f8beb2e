import { isDeepStrictEqual } from "node:util";
import { type Document, isMap, isScalar, type Pair, parseDocument, type YAMLMap } from "yaml";
import { z } from "zod";
import { indentLines, lineStart, nextLineStart } from "../text/index.ts";
import { badTemplate } from "./bad-template.ts";
import { commonFields, type TextFile, type Written } from "./edit-kind.ts";
import { mismatch } from "./mismatch.ts";
import { makeTextKind } from "./text-kind.ts";
import { indentOf, insertLines, withoutBlankEnds } from "./whole-lines.ts";
import {
  documentOf,
  findKey,
  keyStart,
  nodeAt,
  pairEnd,
  pairOf,
  resolveKey,
  stepsOf,
} from "./yaml-document.ts";
import type { YamlView } from "./yaml-parts.ts";

const header = z.strictObject({
  ...commonFields,
  at: z
    .string()
    .default("")
    .describe(
      "Path of the key beside which the text goes, or for `end` of the mapping: `ipam.operator`, `list.0.name`; a dot in a key is `\\.`.",
    ),
  place: z
    .enum(["before", "after", "end"])
    .describe(
      "`before` the key and the comments right above it, `after` all of its value, at the `end` of the mapping.",
    ),
});

type YamlEdit = z.infer<typeof header> & Written;

/**
 * Keys beside a key of a YAML file. The text is YAML with its comments, without the indentation of its place. Behind a
 * key that blank lines stand around, one stands in front of it, too. Keys that are there with other values are refused,
 * as are mappings in braces and files of several documents.
 *
 *     ---
 *     file: chart/values.yaml
 *     kind: yaml-key
 *     at: debug.enabled
 *     place: after
 *     ---
 *     # -- Log every packet.
 *     packets: false
 */
export const yamlKey = makeTextKind({
  name: "yaml-key",
  header,
  locate(file, edit) {
    const document = documentOf(file, viewOf(edit));
    const { map, offset, column, isSpaced } = placeOf(file, document, edit);
    if (map.flow) throw mismatch(file, "a mapping in lines", "one in braces", map.range?.[0]);
    for (const pair of fragment(edit).items) {
      const taken = pairOf(map, nameOf(pair));
      if (taken) throw mismatch(file, `no key ${nameOf(pair)}`, "one with another value", keyStart(taken));
    }
    const text = indentLines(withoutBlankEnds(edit.text), " ".repeat(column));
    return [insertLines(file.text, offset, isSpaced ? `\n${text}` : text)];
  },
  isPresent(file, edit) {
    const document = documentOf(file, viewOf(edit));
    const map = edit.place === "end" ? nodeAt(document, stepsOf(edit.at)) : findKey(document, edit.at)?.map;
    return (
      isMap(map) &&
      fragment(edit).items.every((pair) => isDeepStrictEqual(valueIn(map, pair), jsOf(pair.value)))
    );
  },
});

/** What an edit looks at: the key that it stands beside, and those that may be its own. */
function viewOf(edit: YamlEdit): YamlView {
  const steps = stepsOf(edit.at);
  const own = fragment(edit).items.map(nameOf);
  if (edit.place === "end") return { path: steps, keys: own };
  return { path: steps.slice(0, -1), keys: [...steps.slice(-1), ...own] };
}

function valueIn(map: YAMLMap, pair: Pair): unknown {
  const found = pairOf(map, nameOf(pair));
  return found ? jsOf(found.value) : Symbol("none");
}

function jsOf(node: unknown): unknown {
  return JSON.parse(JSON.stringify(node ?? null));
}

function nameOf({ key }: Pair): string {
  return isScalar(key) ? String(key.value) : "";
}

/** The mapping that the text is. */
function fragment({ text, template }: Written): YAMLMap {
  const document = parseDocument(text);
  const [error] = document.errors;
  if (error) throw badTemplate(template, `expected YAML, found ${error.message.split("\n")[0]}`);
  if (isMap(document.contents) && !document.contents.flow) return document.contents;
  throw badTemplate(template, "expected keys with values, found none");
}

function placeOf(file: TextFile, document: Document, { at, place }: YamlEdit) {
  if (place === "end") {
    const map = nodeAt(document, stepsOf(at));
    const last = isMap(map) ? map.items.at(-1) : undefined;
    if (isMap(map) && last) return { map, ...behind(file, last, true), isSpaced: false };
    throw mismatch(file, `keys in ${at === "" ? "the file" : at}`, isMap(map) ? "none" : "no mapping");
  }
  const { map, pair } = resolveKey(file, document, at);
  if (place === "after") {
    const found = behind(file, pair, false);
    return { map, ...found, isSpaced: isBetweenBlanks(file.text, keyStart(pair), found.offset) };
  }
  const start = lineStart(file.text, keyStart(pair));
  if (file.text.slice(start, keyStart(pair)).trim() !== "")
    throw mismatch(file, `the key ${at} on a line of its own`, "it behind a dash", keyStart(pair));
  const column = keyStart(pair) - start;
  return { map, offset: aboveComments(file.text, start, column), column, isSpaced: false };
}

/** Whether a blank line stands above a key with its comments, and one where it ends. */
function isBetweenBlanks(text: string, start: number, end: number): boolean {
  const line = lineStart(text, start);
  const above = aboveComments(text, line, start - line);
  return /\n[ \t]*\n$/.test(text.slice(0, above)) && /^[ \t]*\n/.test(text.slice(end));
}

/** Behind a key with its value and the comments within it; or, at the end of its mapping, those of the mapping. */
function behind({ text }: TextFile, pair: Pair, isLast: boolean): { offset: number; column: number } {
  const column = keyStart(pair) - lineStart(text, keyStart(pair));
  const inner = isLast ? column : column + 1;
  const end = pairEnd(pair);
  let offset = text[end - 1] === "\n" ? end : nextLineStart(text, end);
  for (let start = offset; start < text.length; start = nextLineStart(text, start)) {
    const line = text.slice(start, nextLineStart(text, start));
    if (line.trim() === "") continue;
    if (!line.trimStart().startsWith("#") || indentOf(line) < inner) break;
    offset = nextLineStart(text, start);
  }
  return { offset, column };
}

/** Start of the comments right above a key's line; what is indented further belongs to what stands above them. */
function aboveComments(text: string, start: number, column: number): number {
  let offset = start;
  while (offset > 0) {
    const above = lineStart(text, offset - 1);
    const line = text.slice(above, offset);
    if (!line.trimStart().startsWith("#") || indentOf(line) > column) break;
    offset = above;
  }
  return offset;
}
