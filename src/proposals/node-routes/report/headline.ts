import { failureMark, type Report, type ReportRef } from "../../../report/index.ts";
import { fateOf, hostWayOf } from "../traffic/fate.ts";
import { hasCluster } from "./cluster.ts";
import { type TrafficRow, trafficRows } from "./traffic.ts";

/**
 * The summary, one paragraph per group of refs with the same result: whether the VM of the report gets an
 * answer. Uses only the runs of the check `traffic`; if it did not run, the summary says so and claims no fix, unless whole
 * agents were tried, of which the report tells before.
 */
export function headline(report: Report): string[] {
  const told = new Map<string, { refs: string[]; sentences: readonly string[] }>();
  for (const ref of report.refs) {
    const sentences = refSentences(report, ref);
    const key = sentences.join(" ");
    const { refs } = told.get(key) ?? { refs: [] };
    told.set(key, { refs: [...refs, ref.ref], sentences });
  }
  return [...told.values()].map(({ refs, sentences }) => `On ${list(refs)}, ${sentences.join(" ")}`);
}

function refSentences(report: Report, ref: ReportRef): string[] {
  const [base, ...rows] = trafficRows(ref);
  if (!base)
    return [
      `the check traffic has no result${hasCluster(ref) ? "" : ", so this report cannot say what is fixed"}.`,
    ];
  const filters = `rp_filter ${base.runs.map(({ rpFilter }) => rpFilter).join(" and ")}`;
  if (base.runs.some(({ answered }) => answered))
    return [
      `the VM of the report gets an answer with the unpatched handler too (${filters}), so no fix can be shown.`,
    ];
  const named = (some: readonly TrafficRow[]) =>
    list(some.map(({ label, name }) => `${label}${failureMark(report, name) ? " (its checks fail)" : ""}`));
  const sentence = (words: string, some: readonly TrafficRow[], end = "") =>
    some.length === 0 ? [] : [`${words} ${named(some)}${end}.`];
  const reported = rows.filter(({ isOtherSetup }) => !isOtherSetup);
  const isAnswered = (row: TrafficRow) => row.runs.every(({ answered }) => answered);
  const isSame = (row: TrafficRow) => sameAs(row, base);
  const left = rows.filter((row) => !isAnswered(row) && !isSame(row));
  const other = rows.filter((row) => row.isOtherSetup && isAnswered(row));
  const missing = ref.series.filter(({ name }) => !rows.some((row) => row.name === name));
  return [
    `the VM of the report gets no answer with the unpatched handler (${filters}).`,
    ...(reported.some(isAnswered)
      ? sentence("It gets an answer with", reported.filter(isAnswered))
      : ["It gets no answer with any of these series in the reported setup."]),
    ...sentence("Nothing changes with", rows.filter(isSame)),
    ...left.map((row) => `With ${named([row])}, ${partWords(row)}.`),
    ...sentence(
      "It also gets an answer with",
      other,
      "; a setting that changes the IPAM mode is not the reported setup",
    ),
    ...(missing.length === 0
      ? []
      : [`The check traffic has no result for ${list(missing.map(({ name }) => name))}.`]),
  ];
}

/** Whether packets and routes equal those of the base for each value of `rp_filter`. */
function sameAs(row: TrafficRow, base: TrafficRow): boolean {
  return row.runs.every((run) => {
    const other = base.runs.find(({ rpFilter }) => rpFilter === run.rpFilter);
    const said = (one: typeof run) => JSON.stringify([fateOf(one), hostWayOf(one), one.routes]);
    return other !== undefined && said(run) === said(other);
  });
}

/** For a setting that is neither a fix nor the same as the base. */
function partWords({ runs }: TrafficRow): string {
  const answered = runs.filter((run) => run.answered).map(({ rpFilter }) => rpFilter);
  if (answered.length === 0) return "routes or packets differ, but it gets no answer";
  return `it gets an answer only with rp_filter ${answered.join(" and ")}`;
}

function list(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}
