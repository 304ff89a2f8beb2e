import { posix } from "node:path";
import { diffLines } from "diff";
import { type Decision, findDecisions, type GoParser } from "../golang/index.ts";
import { type ChangedFile, folderOf, isGoSource } from "./changed-files.ts";
import type { Mutant } from "./mutant.ts";

/** A change to a condition or an early return that a series adds. */
export interface PlannedMutant extends Pick<Mutant, "path" | "line" | "function" | "change" | "text"> {
  /** Number that enables it, from 1. */
  readonly id: number;
  readonly kind: Decision["kind"];
  /** String indices into the patched text. */
  readonly start: number;
  readonly end: number;
}

/** Environment variable with the number of the enabled mutant. */
export const mutantVariable = "PATCHKIT_MUTANT";

/**
 * Every condition and early return of the patched Go code, without tests, that the same function of the base does
 * not have. Found by comparing syntax trees.
 */
export function planMutants(files: readonly ChangedFile[], parser: GoParser): PlannedMutant[] {
  let id = 0;
  return files.flatMap(({ path, before, after }) => {
    if (!isGoSource(path) || path.endsWith("_test.go") || after === undefined) return [];
    const known = before === undefined ? [] : decisionsIn(parser, path, before);
    return added(decisionsIn(parser, path, after), known, linesAdded(before ?? "", after)).map(
      ({ function: name, kind, text, start, end, line }): PlannedMutant => ({
        id: ++id,
        path,
        line,
        function: name,
        kind,
        change: kind === "condition" ? "inverted" : "dropped",
        text,
        start,
        end,
      }),
    );
  });
}

function decisionsIn(parser: GoParser, path: string, text: string): Decision[] {
  const file = parser.parse(path, text);
  try {
    return findDecisions(file);
  } finally {
    file.dispose();
  }
}

/**
 * Decisions that occur more often than before, function by function; an operand that was a condition before is not
 * new. Among several with the same text, those on added lines are the new ones.
 */
function added(
  now: readonly Decision[],
  before: readonly Decision[],
  addedLines: ReadonlySet<number>,
): Decision[] {
  const keyOf = ({ function: name, kind, text, under }: Decision) =>
    `${name}\0${kind === "leave" ? "leave" : "decides"}\0${text}\0${under}`;
  const known = new Map<string, number>();
  for (const decision of before) known.set(keyOf(decision), (known.get(keyOf(decision)) ?? 0) + 1);
  const isNew = new Set<Decision>();
  const ordered = [...now].sort((a, b) => Number(addedLines.has(a.line)) - Number(addedLines.has(b.line)));
  for (const decision of ordered) {
    const left = known.get(keyOf(decision)) ?? 0;
    known.set(keyOf(decision), left - 1);
    if (left <= 0) isNew.add(decision);
  }
  return now.filter((decision) => isNew.has(decision));
}

/** Added lines of the later text, counted from 1. */
function linesAdded(before: string, after: string): Set<number> {
  const lines = new Set<number>();
  let line = 1;
  for (const { added: isAdded, removed, count } of diffLines(before, after)) {
    if (removed) continue;
    if (isAdded) for (let offset = 0; offset < count; offset++) lines.add(line + offset);
    line += count;
  }
  return lines;
}

/**
 * Adds all mutants to the texts, each behind a switch, so that one test binary contains them all (mutant
 * schemata: Untch, Offutt, Harrold, 1993). Line numbers do not change.
 *
 * @returns the changed texts by path, including a file with the switches for each package.
 */
export function mutateTexts(
  files: readonly ChangedFile[],
  mutants: readonly PlannedMutant[],
): Map<string, string> {
  const texts = new Map<string, string>();
  for (const { path, after } of files) {
    const own = mutants.filter((mutant) => mutant.path === path);
    if (own.length === 0 || after === undefined) continue;
    texts.set(path, wrapAll(after, own));
    const packageName = /^package (\w+)/m.exec(after)?.[1] ?? "";
    texts.set(posix.join(folderOf(path), "patchkit_mutants.go"), switches(packageName));
  }
  return texts;
}

interface Insertion {
  readonly at: number;
  readonly text: string;
  /** Order of insertions at one place: closing before opening ones, inner closings first, outer openings first. */
  readonly order: number;
}

function wrapAll(text: string, mutants: readonly PlannedMutant[]): string {
  const insertions = mutants.flatMap(({ id, kind, start, end }): Insertion[] => {
    const [open, close] = wrapping(kind, id);
    const length = end - start;
    return [
      { at: start, text: open, order: -length },
      { at: end, text: close, order: length - 1e9 },
    ];
  });
  insertions.sort((a, b) => a.at - b.at || a.order - b.order);
  let result = "";
  let position = 0;
  for (const insertion of insertions) {
    result += text.slice(position, insertion.at) + insertion.text;
    position = insertion.at;
  }
  return result + text.slice(position);
}

function wrapping(kind: Decision["kind"], id: number): [string, string] {
  switch (kind) {
    case "condition":
      return [`(patchkitMutant(${id}) != (`, "))"];
    case "and":
      return [`(patchkitMutant(${id}) || (`, "))"];
    case "or":
      return [`(!patchkitMutant(${id}) && (`, "))"];
    case "leave":
      return [`if !patchkitMutant(${id}) { `, " }"];
  }
}

function switches(packageName: string): string {
  return `package ${packageName}

import (
	"os"
	"strconv"
)

var patchkitMutantID, _ = strconv.Atoi(os.Getenv("${mutantVariable}"))

func patchkitMutant(id int) bool { return id == patchkitMutantID }
`;
}

/** The mutants on lines with compiler errors. */
export function mutantsIn(output: string, mutants: readonly PlannedMutant[]): PlannedMutant[] {
  const places = [...output.matchAll(/(\S+\.go):(\d+)(?::\d+)?:/g)].map(([, path = "", line]) => ({
    path,
    line: Number(line),
  }));
  return mutants.filter((mutant) =>
    places.some(({ path, line }) => path.endsWith(mutant.path) && line === mutant.line),
  );
}
