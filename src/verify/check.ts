import type { Checkout } from "../checkout/index.ts";
import type { GoFormatter, GoParser } from "../golang/index.ts";
import type { ProposalTemplates, Variant } from "../plan/index.ts";
import type { FactValues, Profile } from "../profile/index.ts";
import type { AppliedPatches } from "./apply-patches.ts";
import type { Baseline } from "./baseline.ts";
import type { ChangedFile } from "./changed-files.ts";
import type { CheckDetails, CheckId, CheckOutcome } from "./evidence.ts";
import type { Subject } from "./subject.ts";
import type { Bench, TreeState } from "./tree-state.ts";
import type { Trials, TriedProposal } from "./trials.ts";

/** The input of a check: a series or one commit of it. */
export interface CheckInput {
  readonly subject: Subject;
  readonly applied: AppliedPatches;
  /** Files that differ from the base, with their texts. */
  readonly files: readonly ChangedFile[];
}

/** The same, with an engine and what is measured there. */
export interface EngineCheckInput extends CheckInput {
  readonly bench: Bench;
  readonly patched: TreeState;
  readonly base: TreeState;
  readonly baseline: Baseline;
  /** The base commit's files. */
  readonly checkout: Checkout;
  readonly profile: Profile;
  readonly values: FactValues;
  /** The series' proposal and its templates. */
  readonly proposal: TriedProposal;
  readonly templates: ProposalTemplates;
  readonly trials: Trials;
  /** Undefined if no template describes what the series should do. */
  readonly variant: Variant | undefined;
  readonly parser: GoParser;
  readonly formatter: GoFormatter;
  /** A clock, in milliseconds. */
  readonly now: () => number;
  /** Whether the agent is built by `docker run` on the tree, or by `docker build` from an archive of it. */
  readonly via: "run" | "build";
}

/** What a check found. */
export interface Finding {
  readonly outcome: CheckOutcome;
  readonly reason: string | null;
  readonly log: string;
  readonly details: CheckDetails | null;
}

/** One verification. A check returns a finding; it throws only if the whole run cannot continue. */
export type Check =
  | {
      readonly id: CheckId;
      readonly needs: "git";
      readonly perCommit: boolean;
      run(input: CheckInput): Promise<Finding>;
    }
  | {
      readonly id: CheckId;
      readonly needs: "engine";
      /** Cheap enough to run on every commit of a series. */
      readonly perCommit: boolean;
      /** Mostly waits for the kernel, so that several such checks can run in parallel. */
      readonly waits?: boolean;
      run(input: EngineCheckInput): Promise<Finding>;
    };

/** The finding of a check without a result. */
export function couldNotRun(reason: string, log = ""): Finding {
  return { outcome: "could-not-run", reason, log, details: null };
}
