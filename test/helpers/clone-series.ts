import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { z } from "zod";
import { seriesFileSchema } from "../../src/series/index.ts";

type SeriesFile = z.infer<typeof seriesFileSchema>;

/** A series as it lies on disk. */
export interface SeriesOnDisk extends SeriesFile {
  /** Absolute paths of the patches, in the order of the file `series`. */
  readonly patchPaths: readonly string[];
}

/** Reads a series' folder. */
export function readSeries(folder: string): SeriesOnDisk {
  const file = seriesFileSchema.parse(JSON.parse(readFileSync(join(folder, "series.json"), "utf8")));
  const names = readFileSync(join(folder, "series"), "utf8").split("\n").filter(Boolean);
  return { ...file, patchPaths: names.map((name) => join(folder, name)) };
}

/** Paths the series touches, each once. */
export function touchedPaths(series: SeriesFile): string[] {
  return [...new Set(series.commits.flatMap(({ edits }) => edits.map(({ path }) => path)))].sort();
}

/**
 * Takes the recorded edits back, last commit first.
 *
 * @param texts the touched files as the series leaves them, by path; they are changed in place.
 *   A file the series created is removed.
 */
export function undoSeries(series: SeriesFile, texts: Map<string, string>): void {
  for (const { edits: files } of [...series.commits].reverse()) {
    for (const { path, created, edits } of files) {
      const before = undoEdits(path, texts.get(path) ?? "", edits);
      if (created && before !== "") throw new Error(`${path} was created, but something is left of it`);
      if (created) texts.delete(path);
      else texts.set(path, before);
    }
  }
}

type RecordedEdit = SeriesFile["commits"][number]["edits"][number]["edits"][number];

/** Offsets are those of the text before the edits, so each is shifted by what the edits before it added. */
function undoEdits(path: string, after: string, edits: readonly RecordedEdit[]): string {
  let before = "";
  let position = 0;
  let shift = 0;
  for (const { start, end, text, replaced } of inOrder(edits)) {
    const at = start + shift;
    const found = after.slice(at, at + text.length);
    if (found !== text)
      throw new Error(`${path}: expected the recorded edit at ${at}: ${text}\nfound ${found}`);
    if (replaced.length !== end - start) throw new Error(`${path}: an edit does not record what it replaced`);
    before += after.slice(position, at) + replaced;
    position = at + text.length;
    shift += text.length - replaced.length;
  }
  return before + after.slice(position);
}

/** Edits in order of place; those at one place keep their order. */
function inOrder(edits: readonly RecordedEdit[]): RecordedEdit[] {
  return [...edits].sort((a, b) => a.start - b.start || a.end - b.end);
}

/** Lines of the base that the text lacks, white space at their ends and alignment left out. */
export function lostLines(before: string, after: string): string[] {
  const squeeze = (line: string) => line.trim().replace(/\s+/g, " ");
  const left = new Map<string, number>();
  for (const line of after.split("\n")) left.set(squeeze(line), (left.get(squeeze(line)) ?? 0) + 1);
  return before.split("\n").flatMap((line) => {
    const count = left.get(squeeze(line)) ?? 0;
    left.set(squeeze(line), count - 1);
    return count > 0 ? [] : [squeeze(line)];
  });
}

/** Lines of the base that a variant changes: a condition or an argument gets more. Everything else only adds lines. */
const replacedLines: Readonly<Record<string, readonly RegExp[]>> = {
  "cidr-validation": [
    /^n\.deleteNodeRoute\(oldNode\.IPv[46]AllocCIDR\)$/,
    /^n\.deleteNodeRoute\(n\.nodeAddressing\.IPv[46]\(\)\.AllocationCIDR\(\), false\)$/,
    /^n\.updateOrRemoveNodeRoutes\(\[\]\*cidr\.CIDR\{oldIP[46]Cidr\}, \[\]\*cidr\.CIDR\{newNode\.IPv[46]AllocCIDR\}\)$/,
    /^if (?:rt|left), _ := n\.lookupNodeRoute\(newNode\.IPv[46]AllocCIDR\); (?:rt|left) != nil \{$/,
    /^if cidrNodeMappingUpdateRequired\(.*\) \{$/,
    /^if CIDR == nil \{$/,
  ],
  "flag-gate": [/^if !n\.nodeConfig\.UseSingleClusterRoute \{$/],
  "ipam-mode": [/^if !n\.nodeConfig\.UseSingleClusterRoute \{$/],
};

/** Lines that went without being named in {@link replacedLines}. */
export function unexpectedLosses(variant: string, before: string, after: string): string[] {
  const allowed = replacedLines[variant] ?? [];
  return lostLines(before, after).filter((line) => !allowed.some((pattern) => pattern.test(line)));
}
