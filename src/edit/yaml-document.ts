import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Pair,
  parseAllDocuments,
  parseDocument,
  type YAMLMap,
} from "yaml";
import type { TextFile } from "./edit-kind.ts";
import { mismatch } from "./mismatch.ts";
import { maskOthers, type YamlView } from "./yaml-parts.ts";

/** A key of a mapping, with its place. */
export interface Found {
  readonly map: YAMLMap;
  readonly pair: Pair;
}

/** Steps of a path such as `ipam.operator`; a dot in a key is written `\.`. */
export function stepsOf(at: string): string[] {
  return at === "" ? [] : at.split(/(?<!\\)\./).map((step) => step.replaceAll("\\.", "."));
}

/**
 * The file's only document. Only what is looked at is parsed, if it can be told apart and has no error.
 *
 * @throws PatchkitError `golang/anchor-mismatch` if it does not parse, a key is there twice, or there are more documents.
 */
export function documentOf(file: TextFile, view: YamlView): Document {
  const masked = maskOthers(file.text, view);
  const part = masked === undefined ? undefined : parseDocument(masked);
  return part && isMap(part.contents) && part.errors.length === 0 ? part : wholeDocument(file);
}

function wholeDocument(file: TextFile): Document {
  const documents = parseAllDocuments(file.text);
  const [document, second] = Array.isArray(documents) ? documents : [];
  if (!document) throw mismatch(file, "a YAML document", "none");
  if (second) throw mismatch(file, "one YAML document", "several", second.range[0]);
  const [error] = document.errors;
  if (error) throw mismatch(file, "YAML that parses", error.message.split("\n")[0] ?? "", error.pos[0]);
  return document;
}

/** The node that steps lead to; undefined if there is none. */
export function nodeAt(document: Document, steps: readonly string[]): unknown {
  let node: unknown = document.contents;
  for (const step of steps) {
    if (isMap(node)) node = pairOf(node, step)?.value;
    else if (isSeq(node) && /^\d+$/.test(step)) node = node.items[Number(step)];
    else return undefined;
  }
  return node;
}

/** The key of a mapping. */
export function pairOf(map: YAMLMap, key: string): Pair | undefined {
  return map.items.find((pair) => isScalar(pair.key) && String(pair.key.value) === key);
}

/** A key by its path; undefined if it is not there. */
export function findKey(document: Document, at: string): Found | undefined {
  const steps = stepsOf(at);
  const map = nodeAt(document, steps.slice(0, -1));
  const pair = isMap(map) ? pairOf(map, steps.at(-1) ?? "") : undefined;
  return isMap(map) && pair ? { map, pair } : undefined;
}

/** @throws PatchkitError `golang/anchor-mismatch`, which names the part of the path that is there. */
export function resolveKey(file: TextFile, document: Document, at: string): Found {
  const found = findKey(document, at);
  if (found) return found;
  const steps = stepsOf(at);
  const last = steps.findIndex((_, index) => nodeAt(document, steps.slice(0, index + 1)) === undefined);
  const above = steps.slice(0, Math.max(0, last));
  const within = above.length === 0 ? "the file" : above.join(".");
  const isOther = isAlias(nodeAt(document, above));
  throw mismatch(
    file,
    `the key ${at}`,
    isOther ? `an alias at ${within}` : `no ${steps[last] ?? at} in ${within}`,
  );
}

/** Where a key starts. */
export function keyStart({ key }: Pair): number {
  return isScalar(key) ? (key.range?.[0] ?? 0) : 0;
}

/** Where the text of a key and its value ends; behind the line break for a block scalar. */
export function pairEnd(pair: Pair): number {
  const { key, value } = pair;
  if ((isMap(value) || isSeq(value)) && !value.flow) {
    const last: unknown = value.items.at(-1);
    if (isMap(value) && last) return pairEnd(last as Pair);
    if (last) return itemEnd(last);
  }
  const end = isScalar(key) ? (key.range?.[1] ?? 0) : 0;
  const range = (value as { range?: [number, number, number] | null } | null)?.range;
  return Math.max(end, range?.[1] ?? 0);
}

function itemEnd(node: unknown): number {
  if (isMap(node) && !node.flow) {
    const last = node.items.at(-1);
    if (last) return pairEnd(last);
  }
  if (isSeq(node) && !node.flow && node.items.length > 0) return itemEnd(node.items.at(-1));
  return (node as { range?: [number, number, number] | null } | null)?.range?.[1] ?? 0;
}
