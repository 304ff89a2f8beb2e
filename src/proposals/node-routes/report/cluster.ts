import { type Report, type ReportRef, type ReportSeries, resultsOf } from "../../../report/index.ts";
import {
  type ClusterPhase,
  type ClusterRun,
  clusterCheck,
  detailsOf,
  type FoundTable,
} from "../../../verify/index.ts";
import { apartWords, loopOf, nodesRoutingShared, requestWords } from "../cluster/fate.ts";
import { settingWords } from "./traffic.ts";

/**
 * What became of the VM's request with whole agents, a sentence per ref; none where the check was not asked for. Why it
 * could not run is said, too.
 */
export function clusterAnswers({ refs }: Report): string[] {
  return refs.flatMap((ref) => {
    const words = refWords(ref);
    return words === undefined
      ? []
      : [`On ${ref.ref}, the VM's request with four agents of this release: ${words}`];
  });
}

/** Whether agents without the series were tried. */
export function hasCluster({ series }: ReportRef): boolean {
  return series.some((one) => runsOf(one).some((run) => run.series === "base"));
}

function refWords({ series }: ReportRef): string | undefined {
  const found = series.flatMap((one) => runsOf(one).map((run) => ({ one, run })));
  const base = found.find(({ run }) => run.series === "base");
  if (!base) {
    const reasons = new Set(
      series.flatMap((one) => resultsOf(one, clusterCheck.id).flatMap(({ reason }) => reason ?? [])),
    );
    return reasons.size === 0 ? undefined : `no result: ${[...reasons].join("; ")}.`;
  }
  const [fresh] = base.run.phases;
  const onBase = fresh ? phaseWords(fresh) : "not made";
  const tried = found.flatMap(({ one, run }) => {
    const [only, ...others] = run.phases;
    if (run.series === "base" || !only || others.length > 0) return [];
    const setting = settingWords(one, run);
    const words = phaseWords(only);
    return [
      `with ${one.name}${setting === "" ? "" : ` (${setting})`}, ${words === onBase ? "the same" : words}`,
    ];
  });
  return `${[`on the unpatched base, ${onBase}`, ...tried].join("; ")}.`;
}

/** `answered`, or why not, by `rp_filter` where that differs. */
function phaseWords({ requests }: ClusterPhase): string {
  const words = [...new Set(requests.map(requestWords))];
  if (words.length === 1) return words[0] ?? "";
  return requests
    .map((request) => {
      const loop = loopOf(request);
      const packets = loop
        ? ` (in circles: the overlay carried ${loop.carried} packets until ${loop.ended} had been forwarded too often)`
        : "";
      return `${requestWords(request)}${packets} with rp_filter ${request.rpFilter}`;
    })
    .join(", ");
}

/** The runs of a series; those of the base are in the evidence of each. */
function runsOf(series: ReportSeries): ClusterRun[] {
  return resultsOf(series, clusterCheck.id).flatMap(
    ({ details }) => detailsOf(clusterCheck, details)?.runs ?? [],
  );
}

/** What was measured in each phase of each cluster. */
export function clusterTable(runs: readonly ClusterRun[]): FoundTable {
  const rows = runs.flatMap(({ series, setting, phases }) =>
    phases.map((phase) => [
      [series, setting, phase.phase].filter(Boolean).join(", "),
      phase.requests.map((one) => `rp_filter ${one.rpFilter}: ${requestWords(one)}`).join("; "),
      phase.requests
        .flatMap((one) => loopOf(one) ?? [])
        .map((one) => `${one.carried}, ${one.ended}`)
        .join("; "),
      phase.requests.map(({ replyRoute }) => replyRoute).at(0) ?? "",
      `${phase.vmNode}; the overlay's for it: ${phase.peers.map(({ node, table }) => `${node} (${table})`).join(", ") || "none"}`,
      nodesRoutingShared(phase),
      `${apartWords(phase)}${phase.apart.afterMs === null ? "" : `, route after ${seconds(phase.apart.afterMs)}`}`,
      seconds(phase.readyMs),
    ]),
  );
  return {
    title: `Clusters of four agents: ${rows.length} phases`,
    head: [
      "series, setting, phase",
      "the VM's request",
      "where packets went in circles: those of the overlay, and those that were forwarded too often",
      "route of the reply",
      "the VM's node",
      "nodes that route their own prefix to cilium_host",
      "host to a node with a CIDR of its own",
      "ready after",
    ],
    rows,
  };
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
