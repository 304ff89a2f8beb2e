import { z } from "zod";
import type { CompanionOutput, TrafficRun, TrialAnswer, TrialRecord } from "../../../verify/index.ts";
import type { PlannedTraffic } from "./plan.ts";

/** One line that the traffic test prints. */
const record = z.object({
  Run: z.string(),
  Trouble: z.string(),
  Before: z.boolean(),
  Answered: z.boolean(),
  ElapsedMs: z.number(),
  ReplyRoute: z.string(),
  Routes: z.array(z.string()),
  HostTx: z.number(),
  RPDrops: z.number(),
  HalfOpen: z.number(),
  HostToDisjoint: z.object({ Answered: z.boolean(), Route: z.string() }),
});

/** The result of one run with packets. */
export interface TrafficRecord extends TrialRecord<TrafficRun> {
  /** Half-open connections on the server's node that waited for the client. */
  readonly halfOpen: number;
}

/**
 * Reads the output of the traffic test. A run that could not be set up, or in which the VM got no answer before the
 * handler ran, is a fault of the machine, not of a series; it also ends the test, and prints a line about it.
 */
export function readTraffic(
  { lines, trouble }: CompanionOutput,
  planned: readonly PlannedTraffic[],
): TrialAnswer<TrafficRecord> {
  if (trouble && !trouble.isFailure) return { trouble };
  const read = lines.map((line) => record.parse(JSON.parse(line)));
  const told = troubleIn(read);
  if (told !== undefined) return machineTrouble(told, trouble?.log);
  if (trouble) return { trouble };
  const records: TrafficRecord[] = [];
  for (const plan of planned) {
    const one = read.find(({ Run }) => Run === plan.name);
    if (!one) return machineTrouble(`${plan.name}: the test printed nothing`);
    records.push(toRecord(plan, one));
  }
  return { records };
}

function troubleIn(read: readonly z.infer<typeof record>[]): string | undefined {
  const broken = read.find(({ Trouble }) => Trouble !== "");
  if (broken) return `${broken.Run}: ${broken.Trouble}`;
  const silent = read.find(({ Before }) => !Before);
  return silent && `${silent.Run}: the VM got no answer before the handler ran`;
}

function machineTrouble(words: string, log = ""): TrialAnswer<TrafficRecord> {
  return { trouble: { words, isFailure: false, log } };
}

function toRecord(
  { name, series, setting, rpFilter }: PlannedTraffic,
  one: z.infer<typeof record>,
): TrafficRecord {
  const run: TrafficRun = {
    series,
    setting,
    rpFilter,
    before: one.Before,
    answered: one.Answered,
    elapsedMs: one.ElapsedMs,
    replyRoute: one.ReplyRoute,
    routes: one.Routes,
    hostTx: one.HostTx,
    rpDrops: one.RPDrops,
    hostToDisjoint: { answered: one.HostToDisjoint.Answered, route: one.HostToDisjoint.Route },
  };
  return { name, run, halfOpen: one.HalfOpen };
}
