import type { Checkout } from "../checkout/index.ts";
import type { Knowledge, ParamValues, Variant, View } from "../plan/index.ts";
import type { FactValues } from "../profile/index.ts";
import type { ClusterRun } from "./cluster-run.ts";
import type { Companion, CompanionOutput, CompanionTrouble } from "./companion.ts";
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
  readonly scenario: Trial<TrialRecord<ScenarioRun>, Facts>;
  readonly traffic: Trial<TrialRecord<TrafficRun>, Facts>;
  readonly cluster: ClusterTrial<TrialRecord<ClusterRun>, Facts>;
}

/** A trial with whole agents, in clusters of {@link ClusterInput}. */
export interface ClusterTrial<Record extends TrialRecord, Facts extends FactValues = FactValues>
  extends Trial<Record, Facts> {
  /**
   * Arguments of every agent, of those that its own help names; `{address}` and the like stand for what differs
   * between nodes.
   */
  argumentsOf(help: string): readonly string[] | Untried;
}

/** A cluster, each phase of which restarts its agents on what the one before left in the kernel. */
export interface ClusterInput {
  readonly Name: string;
  readonly Phases: readonly {
    readonly Name: string;
    /** Of the unpatched tree, or of the one that is tried. */
    readonly Agent: "base" | "tried";
    /** In addition to those of every agent. */
    readonly Args: readonly string[];
    /** Whether nodes are to have a route to the one with a CIDR of its own, which may take a while. */
    readonly RoutesApart: boolean;
    /** Whether nodes that share a CIDR are to have a route to it. */
    readonly RoutesShared: boolean;
  }[];
}

/** Runs of a companion with each setting of a series, and what each should do. */
export interface Trial<Record extends TrialRecord, Facts extends FactValues = FactValues> {
  readonly companion: Companion;
  /** The runs on the unpatched tree, with which others are compared. */
  onBase(facts: Facts): TrialRuns<Record>;
  /** Those with a series, or why there is nothing to try of it. */
  onSeries(variant: Variant, params: ParamValues, facts: Facts): TrialRuns<Record> | Untried;
}

/** Runs of one state of the tree. */
export interface TrialRuns<Record extends TrialRecord> {
  /** Input of the companion, as JSON. */
  readonly input: readonly object[];
  /** Reads the companion's output, also what it says of its trouble. */
  read(output: CompanionOutput): TrialAnswer<Record>;
  /** @param baseRecords those of the unpatched tree; empty for the base itself. */
  judge(records: readonly Record[], baseRecords: readonly Record[]): RunVerdict[];
}

/** One run: what evidence.json keeps of it, and, in a trial's own records, what else its verdict needs. Plain data. */
export interface TrialRecord<Run = unknown> {
  readonly name: string;
  readonly run: Run;
}

/** Why there is nothing to try of a series. */
export interface Untried {
  readonly reason: string;
}

/** Records of all runs in the order of the plan, or why there are none. */
export type TrialAnswer<Record extends TrialRecord> =
  | { readonly records: readonly Record[] }
  | { readonly trouble: CompanionTrouble };
