import { diffLines } from "diff";
import { parse } from "yaml";
import type { ChangedFile } from "./changed-files.ts";

/** Lines that one render of a chart has and another has not. */
export interface RenderDifference {
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/** What a series means to change in a chart. */
export interface ChartIntent {
  /** Keys on lines that it adds to templates, such as `enable-debug`. */
  readonly added: readonly string[];
  /** Keys on lines that it removes from them. */
  readonly removed: readonly string[];
  /** Booleans that it adds to the values: `debug.enabled`, with their defaults. */
  readonly values: readonly { readonly path: string; readonly value: boolean }[];
}

/** What a series changes in the chart of a folder; undefined if nothing. */
export function chartIntent(files: readonly ChangedFile[], chart: string): ChartIntent | undefined {
  const own = files.filter(({ path }) => path.startsWith(`${chart}/`));
  if (own.length === 0) return undefined;
  const templates = own.filter(({ path }) => path.includes("/templates/"));
  const differences = templates.map(({ before = "", after = "" }) => linesBetween(before, after));
  const keys = (lines: readonly string[]) => [...new Set(lines.flatMap((line) => keyOf(line) ?? []))];
  const values = own.find(({ path }) => path === `${chart}/values.yaml`);
  const before = new Map(booleansOf(parse(values?.before ?? "")));
  return {
    added: keys(differences.flatMap(({ added }) => added)),
    removed: keys(differences.flatMap(({ removed }) => removed)),
    values: booleansOf(parse(values?.after ?? ""))
      .filter(([path]) => !before.has(path))
      .map(([path, value]) => ({ path, value })),
  };
}

/** The key of a line of YAML. */
function keyOf(line: string): string | undefined {
  return /^\s*"?([\w./-]+)"?:(?:\s|$)/.exec(line)?.[1];
}

function booleansOf(value: unknown, path: readonly string[] = []): [string, boolean][] {
  if (typeof value === "boolean") return [[path.join("."), value]];
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    booleansOf(inner, [...path, key.replaceAll(".", "\\.")]),
  );
}

function linesBetween(before: string, after: string): RenderDifference {
  const parts = diffLines(before, after);
  const lines = (wanted: "added" | "removed") =>
    parts.filter((part) => part[wanted]).flatMap(({ value }) => value.replace(/\n$/, "").split("\n"));
  return { added: lines("added"), removed: lines("removed") };
}

/** The objects of a render by their template, each with a serial number: two may come from one. */
export function objectsOf(rendered: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const text of `\n${rendered}`.split(/\n---\n/).filter((part) => part.trim() !== "")) {
    const source = /^# Source: (.*)$/m.exec(text)?.[1] ?? "";
    let serial = 1;
    while (found.has(`${source} ${serial}`)) serial++;
    found.set(`${source} ${serial}`, `${text.trimEnd()}\n`);
  }
  return found;
}

/** Objects that are not the same in two renders of the same chart, such as certificates made by it. */
export function randomObjects(
  one: ReadonlyMap<string, string>,
  other: ReadonlyMap<string, string>,
): string[] {
  return [...one].filter(([name, text]) => other.get(name) !== text).map(([name]) => name);
}

/** The difference of two renders, those objects left out. */
export function compareRenders(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
  without: readonly string[],
): RenderDifference {
  const names = [...new Set([...before.keys(), ...after.keys()])].filter((name) => !without.includes(name));
  const differences = names.map((name) => linesBetween(before.get(name) ?? "", after.get(name) ?? ""));
  return {
    added: differences.flatMap(({ added }) => added),
    removed: differences.flatMap(({ removed }) => removed),
  };
}

/** Why the render with default values is not what was meant; undefined if it is. */
export function whyNotMeant(found: RenderDifference, intent: ChartIntent): string | undefined {
  const odd =
    found.added.find((line) => !intent.added.includes(keyOf(line) ?? "")) ??
    found.removed.find((line) => !intent.removed.includes(keyOf(line) ?? ""));
  if (odd !== undefined) return `the chart renders another line than those of the series: ${odd.trim()}`;
  const keys = found.added.map(keyOf);
  const absent = intent.added.find((key) => !keys.includes(key));
  return absent === undefined ? undefined : `${absent} is not rendered with the default values`;
}

/** Why a value does not do what it should when it is set; undefined if it does. */
export function whyNotSet(path: string, found: RenderDifference, intent: ChartIntent): string | undefined {
  const lines = [...found.added, ...found.removed];
  const odd = lines.find((line) => !intent.added.includes(keyOf(line) ?? ""));
  if (odd !== undefined) return `${path} changes another line than those of the series: ${odd.trim()}`;
  return lines.length === 0 ? `${path} changes nothing that is rendered` : undefined;
}
