import { z } from "zod";
import type {
  ClusterPhase,
  ClusterRun,
  CompanionOutput,
  TrialAnswer,
  TrialRecord,
} from "../../../verify/index.ts";
import type { PlannedCluster } from "./plan.ts";

const counted = z.object({
  Name: z.string(),
  HostTx: z.number(),
  VXLANTx: z.number(),
  VXLANRx: z.number(),
  Forwarded: z.number(),
  TTLExceeded: z.number(),
});

/** One line that the program prints: what a phase showed, or why it showed nothing. */
const line = z.object({ Run: z.string(), Phase: z.string(), Trouble: z.string() });
const broken = line.extend({ Log: z.array(z.string()).nullable() });
const measured = line.extend({
  ReadyMs: z.number(),
  VMNode: z.string(),
  Peers: z.array(z.object({ Table: z.string(), Node: z.string() })),
  Requests: z.array(
    z.object({
      RPFilter: z.union([z.literal(0), z.literal(1)]),
      Answered: z.boolean(),
      ElapsedMs: z.number(),
      ReplyRoute: z.string(),
      RPDrops: z.number(),
      Nodes: z.array(counted),
    }),
  ),
  Routes: z.array(z.object({ Node: z.string(), Routes: z.array(z.string()) })),
  Apart: z.object({ Answered: z.boolean(), Route: z.string(), AfterMs: z.number() }),
  Said: z.array(z.string()),
});

export type ClusterRecord = TrialRecord<ClusterRun>;

/** Reads what the program printed. What could not be measured is a fault of the machine, not of a series. */
export function readCluster(
  { lines, trouble }: CompanionOutput,
  planned: readonly PlannedCluster[],
): TrialAnswer<ClusterRecord> {
  const read = lines.map((one) => JSON.parse(one) as unknown);
  const told = read.find((one) => line.parse(one).Trouble !== "");
  if (told !== undefined) return { trouble: troubleOf(broken.parse(told)) };
  if (trouble) return { trouble };
  const found = read.map((one) => measured.parse(one));
  const records: ClusterRecord[] = [];
  for (const { name, series, setting, phases } of planned) {
    const run: ClusterPhase[] = [];
    for (const phase of phases) {
      const one = found.find(({ Run, Phase }) => Run === name && Phase === phase.name);
      if (!one) return { trouble: { words: `${name}: nothing was measured`, isFailure: false, log: "" } };
      run.push(toPhase(one));
    }
    records.push({ name, run: { series, setting, phases: run } });
  }
  return { records };
}

function troubleOf({ Run, Phase, Trouble, Log }: z.infer<typeof broken>) {
  const log = (Log ?? []).map((said) => said.trim()).filter((said) => said !== "");
  const telling =
    log.findLast((said) => /level=(fatal|error)|panic|^Error|unknown flag/i.test(said)) ?? log.at(-1);
  const words = telling === undefined ? "" : `: ${telling.replace(/^time=\S+ /, "").slice(0, 400)}`;
  const where = Run === "" ? "" : `${Run}, ${Phase}: `;
  return { words: `${where}${Trouble}${words}`, isFailure: false, log: log.join("\n") };
}

function toPhase(one: z.infer<typeof measured>): ClusterPhase {
  return {
    phase: one.Phase,
    readyMs: one.ReadyMs,
    vmNode: one.VMNode,
    peers: one.Peers.map(({ Table, Node }) => ({ table: Table, node: Node })),
    requests: one.Requests.map((request) => ({
      rpFilter: request.RPFilter,
      answered: request.Answered,
      elapsedMs: request.ElapsedMs,
      replyRoute: request.ReplyRoute,
      rpDrops: request.RPDrops,
      nodes: request.Nodes.map((node) => ({
        name: node.Name,
        hostTx: node.HostTx,
        vxlanTx: node.VXLANTx,
        vxlanRx: node.VXLANRx,
        forwarded: node.Forwarded,
        ttlExceeded: node.TTLExceeded,
      })),
    })),
    routes: one.Routes.map(({ Node, Routes }) => ({ node: Node, routes: Routes })),
    apart: {
      answered: one.Apart.Answered,
      route: one.Apart.Route,
      afterMs: one.Apart.AfterMs < 0 ? null : one.Apart.AfterMs,
    },
    log: one.Said,
  };
}
