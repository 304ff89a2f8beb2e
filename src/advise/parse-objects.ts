import { parseAllDocuments } from "yaml";
import { repeatedKey } from "./repeated-key.ts";

/** Values of an input that is JSON or YAML as a whole; or why it begins as one and cannot be read. */
export type ParsedObjects =
  | { readonly format: "JSON" | "YAML"; readonly values: readonly unknown[] }
  | { readonly format: "JSON" | "YAML"; readonly problem: string };

/** Most aliases that a YAML text may resolve: Kubernetes writes none, and a few nested ones make gigabytes. */
const mostAliases = 100;

/** Deepest nesting that is read: objects of Kubernetes have about ten levels, and parsers of deep text recurse. */
const mostLevels = 200;

/** Parses an input that begins as JSON or as objects of Kubernetes in YAML; undefined for all other text. */
export function parseObjects(text: string): ParsedObjects | undefined {
  const trimmed = text.trimStart();
  if (/^[{[]/.test(trimmed))
    return trimmed.startsWith("[") && !/^\[\s*[[{\]]/.test(trimmed) ? undefined : parseJson(text);
  if (/^(---|apiVersion:|kind:|items:|- apiVersion:|data:|metadata:|spec:)/m.test(trimmed.slice(0, 2000)))
    return parseYaml(text);
  return undefined;
}

function parseJson(text: string): ParsedObjects {
  const depth = deepest(text);
  if (depth > mostLevels)
    return { format: "JSON", problem: `expected at most ${mostLevels} levels of nesting, found ${depth}` };
  try {
    const value: unknown = JSON.parse(text);
    const repeated = repeatedKey(text);
    if (repeated)
      return {
        format: "JSON",
        problem: `line ${repeated.line}: the key ${cut(repeated.key)} stands there twice`,
      };
    return { format: "JSON", values: [value] };
  } catch (reason) {
    const said = reason instanceof Error ? reason.message : "";
    const isCut = /Unexpected end|Unterminated/.test(said);
    const lines = text.trimEnd().split("\n").length;
    return {
      format: "JSON",
      problem: isCut
        ? `expected the whole of it, found that it ends in the middle, at line ${lines}`
        : `expected JSON, found ${cut(said)}`,
    };
  }
}

function parseYaml(text: string): ParsedObjects {
  const indent = /^( *(?:- )*)/gm;
  const depth = Math.max(...[...text.matchAll(indent)].map(([, found = ""]) => found.length), 0) / 2;
  if (depth > mostLevels || deepest(text) > mostLevels)
    return { format: "YAML", problem: `expected at most ${mostLevels} levels of nesting, found more` };
  try {
    const documents = parseAllDocuments(text, { uniqueKeys: true, logLevel: "silent" });
    const list = Array.isArray(documents) ? documents : [documents];
    const [error] = list.flatMap((document) => document.errors);
    if (error) {
      const [place] = error.linePos ?? [];
      const [first = ""] = error.message.split(/ at line \d+|\n/);
      return { format: "YAML", problem: `line ${place?.line ?? "?"}: ${cut(first)}` };
    }
    const values = list.map((document): unknown => document.toJS({ maxAliasCount: mostAliases }));
    return { format: "YAML", values: values.filter((value) => value !== null && value !== undefined) };
  } catch (reason) {
    return { format: "YAML", problem: cut(reason instanceof Error ? reason.message : "cannot be read") };
  }
}

/** How deep brackets nest, those in texts included: an upper bound is all that is asked for. */
function deepest(text: string): number {
  let depth = 0;
  let most = 0;
  for (const [character] of text.matchAll(/[{}[\]]/g)) {
    depth = Math.max(0, depth + (character === "{" || character === "[" ? 1 : -1));
    most = Math.max(most, depth);
  }
  return most;
}

function cut(text: string): string {
  return text.length > 120 ? `${text.slice(0, 120)}…` : text;
}
