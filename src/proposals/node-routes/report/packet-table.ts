import type { FoundTable, TrafficRun } from "../../../verify/index.ts";
import { fateOf, fateWords, hostWayOf, hostWayWords } from "../traffic/fate.ts";

/** What became of each request. */
export function packetTable(runs: readonly TrafficRun[]): FoundTable {
  return {
    title: `Packets: ${runs.length} runs`,
    head: [
      "series and setting",
      "rp_filter",
      "the VM's request",
      "time",
      "route of the reply",
      "host to the peer's pods",
    ],
    rows: runs.map((run) => [
      [run.series, run.setting].filter(Boolean).join(", "),
      `${run.rpFilter}`,
      run.before ? fateWords(fateOf(run)) : "no answer even before the handler ran",
      `${(run.elapsedMs / 1000).toFixed(1)} s`,
      run.replyRoute,
      hostWayWords(hostWayOf(run)),
    ]),
  };
}
