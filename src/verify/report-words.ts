import type { CheckId, CheckOutcome } from "./evidence.ts";
import { type Report, type ReportRef, type ReportSeries, sizeOf, tallyOf } from "./report-data.ts";
import type { EffectGroup, EffectRow } from "./report-routes.ts";

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
  const tally = tallyOf(series);
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

/** What a group of runs does to the two prefixes the report is about. */
export function groupMarks({ shared, peer }: Pick<EffectGroup, "shared" | "peer">): Mark[] {
  return [
    shared ? { tone: "bad", words: "replies are lost" } : { tone: "good", words: "replies arrive" },
    peer
      ? { tone: "good", words: "clustermesh peer reached" }
      : { tone: "bad", words: "clustermesh peer cut off" },
  ];
}

/** Where checks of a series fail, for it is never to be praised without that; undefined where none does. */
export function failureMark({ refs }: Report, name: string): Mark | undefined {
  const failing = refs.filter(({ series }) =>
    series.some((one) => one.name === name && tallyOf(one).fail > 0),
  );
  if (failing.length === 0) return undefined;
  const where = refs.length === 1 ? "" : ` on ${failing.map(({ ref }) => ref).join(", ")}`;
  return { tone: "bad", words: `checks fail${where}` };
}

/** What a reader wants to know first. */
export function answerWords(report: Report, groups: readonly EffectGroup[]): string {
  const found = groups.find(({ shared, peer }) => !shared && peer)?.runs ?? [];
  const labels = found.map(({ label, name }) => {
    const failure = failureMark(report, name);
    return failure === undefined ? label : `${label}, but its ${failure.words}`;
  });
  const which = labels.length === 0 ? "none of these series" : labels.join("; ");
  return `Replies within the shared subnet arrive, and the clustermesh peer stays reached, with: ${which}.`;
}

/** Settings by what the scenario calls them; all others are IPAM modes. */
const settingMeanings: Readonly<Record<string, string>> = {
  default: "as rendered",
  off: "its flag set to false",
  on: "its flag set to true",
};

/** How the table of what each run does to the prefixes is to be read. */
export function effectsNote({ refs }: Report, rows: readonly EffectRow[]): string {
  const seenOn = refs.filter(({ ref }) => rows.some(({ seen }) => seen.some((one) => one.ref === ref)));
  const settings = [...new Set(rows.map(({ setting }) => setting))]
    .filter((setting) => setting !== "")
    .map((setting) => `${setting}: ${settingMeanings[setting] ?? "the IPAM mode"}`);
  return [
    "Read from the kernel once all nodes are known, with the local node's route off.",
    ...(seenOn.length < refs.length ? [`Only on ${seenOn.map(({ ref }) => ref).join(", ")}.`] : []),
    ...(settings.length > 0 ? [`In brackets is the setting it ran with (${settings.join("; ")}).`] : []),
  ].join(" ");
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
