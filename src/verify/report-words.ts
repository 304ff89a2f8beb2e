import type { CheckId, CheckOutcome } from "./evidence.ts";
import {
  type Report,
  type ReportRef,
  type ReportSeries,
  sizeOf,
  type Tally,
  tallyOf,
} from "./report-data.ts";

/** How something is to be taken; a report never says it by colour alone. */
export type Tone = "good" | "bad" | "warn" | "plain";

/** A word with the sign it stands beside. */
export interface Mark {
  readonly tone: Tone;
  readonly words: string;
}

export const signs: Readonly<Record<Tone, string>> = { good: "✓", bad: "✗", warn: "?", plain: "–" };

/** What each check says, in short. */
export const checkWords: Readonly<Record<CheckId, string>> = {
  apply: "git am gives the same tree",
  fmt: "gofmt",
  vet: "go vet",
  build: "packages and agent compile",
  unit: "upstream's and added tests",
  cmdref: "command reference",
  helm: "chart renders",
  lint: "the tree's own linters and scripts",
  scenario: "kernel routes, event by event",
  traffic: "a VM's request and its reply",
  bite: "tests catch each guard's loss",
};

const outcomeMarks: Readonly<Record<CheckOutcome | "not-run", Mark>> = {
  pass: { tone: "good", words: "pass" },
  fail: { tone: "bad", words: "fail" },
  "could-not-run": { tone: "warn", words: "could not run" },
  "not-run": { tone: "plain", words: "not run" },
};

export function outcomeMark(outcome: CheckOutcome | "not-run"): Mark {
  return outcomeMarks[outcome];
}

/** All checks of a series in one mark. It is good only where every check ran and passed. */
export function seriesMark(series: ReportSeries | undefined): Mark {
  if (!series) return { tone: "plain", words: "no series" };
  if (series.standing === "not-verified") return { tone: "plain", words: "not verified" };
  if (series.standing === "outdated") return { tone: "warn", words: "evidence outdated" };
  return tallyMark(tallyOf(series));
}

/** `1 fail, 8 pass`, in the tone of the worst. */
export function tallyMark(tally: Tally): Mark {
  const words = (["fail", "could-not-run", "pass", "not-run"] as const)
    .filter((outcome) => tally[outcome] > 0)
    .map((outcome) => `${tally[outcome]} ${outcomeMarks[outcome].words}`)
    .join(", ");
  if (tally.fail > 0) return { tone: "bad", words };
  if (tally["could-not-run"] > 0) return { tone: "warn", words };
  return { tone: tally["not-run"] > 0 ? "plain" : "good", words };
}

/** `2 patches, 3 files, +867 -4`. */
export function sizeWords(series: ReportSeries): string {
  const { added, removed } = sizeOf(series);
  return `${count(series.patches.length, "patch", "es")}, ${count(series.files.length, "file", "s")}, +${added} -${removed}`;
}

/** Params that were given, `flag=enable-x, default=false`. */
export function paramWords({ params }: ReportSeries): string {
  return Object.entries(params)
    .map(([name, value]) => `${name}=${Array.isArray(value) ? value.join(",") : value}`)
    .join(", ");
}

/** `v1.10.12 (08521c9ede4b)`. */
export function refWords({ ref, sha }: Pick<ReportRef, "ref" | "sha">): string {
  return sha.startsWith(ref) ? sha.slice(0, 12) : `${ref} (${sha.slice(0, 12)})`;
}

/** Where checks of a series fail, as a series is not to be praised without that; undefined where none does. */
export function failureMark({ refs }: Report, name: string): Mark | undefined {
  const failing = refs.filter(({ series }) =>
    series.some((one) => one.name === name && tallyOf(one).fail > 0),
  );
  if (failing.length === 0) return undefined;
  const where = refs.length === 1 ? "" : ` on ${failing.map(({ ref }) => ref).join(", ")}`;
  return { tone: "bad", words: `checks fail${where}` };
}

/** The command that puts a series on a clean checkout of its base. */
export function gitAm(patchesDir: string, { folder }: ReportSeries): string {
  return `git am ${quoteShell(`${patchesDir}/${folder}/`)}*.patch`;
}

function quoteShell(text: string): string {
  return /^[\w@%+:,./-]+$/.test(text) && !text.startsWith("-") ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

function count(number: number, one: string, more: string): string {
  return `${number} ${one}${number === 1 ? "" : more}`;
}

/** Heads of what is compared between variants. */
export const decisionWords = {
  fixes: "Fixes",
  doesNotFix: "Does not fix",
  byDefault: "Changes by default",
  flag: "New flag",
  lines: "Lines of Go",
  files: "Files",
  checks: "Checks",
} as const;

/** What the check `traffic` sets up, for its pictures. */
export const packetsNote =
  "Node B's routes are kept by the handler. A VM behind node A, with an address from the pod CIDR that all nodes share, asks a server on node B's host; in addition, node B's host asks a pod of a peer that has a pod CIDR of its own (10.247.144.0/24). Each picture shows what was measured with the settings it names. With rp_filter 1, the kernel of node B drops a request whose reply would leave by another device.";

/** How the lines are counted. */
export const linesNote =
  "Lines of Go are the added ones that are neither blank, comment, generated nor only realigned. Code is counted without tests and without commits that only register a flag. Changes by default are read from the kernel's routes once all nodes are known, with the series and without it.";
