import type { Checkout } from "../checkout/index.ts";
import type { Knowledge, ParamValues, Variant, View } from "../plan/index.ts";
import type { FactValues } from "../profile/index.ts";
import type { Companion, CompanionTrouble } from "./companion.ts";
import type { RunVerdict } from "./run-verdict.ts";
import type { ScenarioRun } from "./scenario-run.ts";
import type { TrafficRun } from "./traffic-run.ts";

/** What a proposal knows for verifying its series. */
export interface TriedProposal<Facts extends FactValues = FactValues> extends Knowledge<Facts> {
  /** Its trials, if it has any; loaded only when something is verified. */
  trials?(): Promise<Trials<Facts>>;
}

/** How the series of a proposal are tried on the code that they change. */
export interface Trials<Facts extends FactValues = FactValues> {
  /** Folder of the package that the series change. Companions are added to it. */
  readonly folder: string;
  /** Names that only companions use, or why the tree cannot run any. */
  names(checkout: Checkout): Promise<((view: View) => View) | { readonly reason: string }>;
  /** Go files that a companion needs beside it in a patched tree: templates below `_verify/`, by file name. */
  helpers(params: ParamValues): ReadonlyMap<string, string>;
  readonly scenario: Trial<ScenarioRuns, Facts>;
  readonly traffic: Trial<TrafficRuns, Facts>;
}

/** Runs of a companion with each setting of a series, and what each should do. */
export interface Trial<Runs, Facts extends FactValues = FactValues> {
  readonly companion: Companion;
  /** The runs on the unpatched tree, with which others are compared. */
  onBase(facts: Facts): Runs;
  onSeries(variant: Variant, params: ParamValues, facts: Facts): Runs;
}

/** Runs of the scenario. */
export interface ScenarioRuns {
  /** Input of the companion, as JSON. */
  readonly input: readonly object[];
  /** Reads the companion's lines. */
  parse(lines: readonly string[]): ScenarioRun[];
  judge(runs: readonly ScenarioRun[], baseRuns: readonly ScenarioRun[]): RunVerdict[];
}

/** Runs with packets. */
export interface TrafficRuns {
  /** Input of the companion, as JSON. */
  readonly input: readonly object[];
  /** Reads the companion's lines. */
  parse(lines: readonly string[]): TrafficAnswer;
  /** The trouble that the lines tell of; undefined if they tell of none. */
  troubleIn(lines: readonly string[]): CompanionTrouble | undefined;
  /** @param baseRecords for comparison with a setting that changes nothing; empty for the base itself. */
  judge(records: readonly TrafficRecord[], baseRecords: readonly TrafficRecord[]): RunVerdict[];
}

/** The result of one run with packets. */
export interface TrafficRecord {
  readonly name: string;
  readonly run: TrafficRun;
  /** Half-open connections on the server's node that waited for the client. */
  readonly halfOpen: number;
}

/** Records of all runs in the order of the plan, or why there are none. */
export type TrafficAnswer =
  | { readonly records: readonly TrafficRecord[] }
  | { readonly trouble: CompanionTrouble };
