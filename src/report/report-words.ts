import type { CheckOutcome } from "../verify/index.ts";
import {
  type Report,
  type ReportRef,
  type ReportSeries,
  sizeOf,
  type Tally,
  tallyOf,
} from "./report-data.ts";

/** Whether something is good or bad; a report never shows it by colour alone. */
export type Tone = "good" | "bad" | "warn" | "plain";

/** Words, and the tone that selects their sign. */
export interface Mark {
  readonly tone: Tone;
  readonly words: string;
}

export const signs: Readonly<Record<Tone, string>> = { good: "✓", bad: "✗", warn: "?", plain: "–" };

const outcomeMarks: Readonly<Record<CheckOutcome | "not-run", Mark>> = {
  pass: { tone: "good", words: "pass" },
  fail: { tone: "bad", words: "fail" },
  "could-not-run": { tone: "warn", words: "could not run" },
  "not-needed": { tone: "plain", words: "not needed" },
  "not-run": { tone: "plain", words: "not run" },
};

export function outcomeMark(outcome: CheckOutcome | "not-run"): Mark {
  return outcomeMarks[outcome];
}

/** One mark for all checks of a series. It is good only if every check ran and passed. */
export function seriesMark(series: ReportSeries | undefined): Mark {
  if (!series) return { tone: "plain", words: "no series" };
  if (series.standing === "not-verified") return { tone: "plain", words: "not verified" };
  if (series.standing === "outdated") return { tone: "warn", words: "evidence outdated" };
  return tallyMark(tallyOf(series));
}

/** `1 fail, 8 pass`, with the tone of the worst outcome. */
export function tallyMark(tally: Tally): Mark {
  const words = (["fail", "could-not-run", "pass", "not-needed", "not-run"] as const)
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

/** Where checks of a series fail, so that praise of a series always shows it; undefined if none fail. */
export function failureMark({ refs }: Report, name: string): Mark | undefined {
  const failing = refs.filter(({ series }) =>
    series.some((one) => one.name === name && tallyOf(one).fail > 0),
  );
  if (failing.length === 0) return undefined;
  const where = refs.length === 1 ? "" : ` on ${failing.map(({ ref }) => ref).join(", ")}`;
  return { tone: "bad", words: `checks fail${where}` };
}

/** The command that applies a series to a clean checkout of its base. */
export function gitAm(patchesDir: string, { folder }: ReportSeries): string {
  return `git am ${quoteShell(`${patchesDir}/${folder}/`)}*.patch`;
}

function quoteShell(text: string): string {
  return /^[\w@%+:,./-]+$/.test(text) && !text.startsWith("-") ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

function count(number: number, one: string, more: string): string {
  return `${number} ${one}${number === 1 ? "" : more}`;
}
