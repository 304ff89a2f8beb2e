import type { Evidence, FactValue } from "../profile/index.ts";
import type { Edit } from "../text/index.ts";
import type { CompanionPlace } from "./companions.ts";

/** Values of all params of a variant. */
export type ParamValues = Readonly<Record<string, string | boolean | readonly string[]>>;

/** A file after one commit of a plan. */
export interface PlannedFile {
  readonly path: string;
  /** Text before the commit; undefined if the commit creates the file. */
  readonly before: string | undefined;
  readonly after: string;
  /** As it is at the base commit; false if the commit creates the file. */
  readonly executable: boolean;
  /** The edits that lead from `before` ("" for a new file) to `after`, in order, without overlap. */
  readonly edits: readonly Edit[];
}

/** One commit of a plan. */
export interface PlannedCommit {
  readonly subject: string;
  /** Paragraphs below the subject, without trailers. */
  readonly body: string;
  /** In order of path. */
  readonly files: readonly PlannedFile[];
}

/** A fact that a plan uses. */
export interface PlanFact extends Evidence {
  readonly name: string;
  readonly value: FactValue;
}

/** The changes to one commit of Cilium for one variant, or a stack of them. Plain data; nothing is written. */
export interface Plan {
  /** Id of the variant; of a stack of several, `a+b`. */
  readonly variant: string;
  /** Of a stack, each with its variant: `a.flag`. */
  readonly params: ParamValues;
  /** Release line such as `v1.10`, a label. */
  readonly release: string;
  /** The facts read while rendering, with their places; of a stack, each with its variant: `a.isLocalNode`. */
  readonly facts: readonly PlanFact[];
  readonly commits: readonly PlannedCommit[];
  /** Why the series has no tests of its own: "" if it has them. */
  readonly untested: string;
  /** What the series changes beside the code, and why it leaves other places as they are. */
  readonly companions: readonly CompanionPlace[];
  readonly coverLetter: string;
  /** Answers to what reviewers may object, in Markdown; "" if there are none. */
  readonly answers: string;
}

/** The result of planning. */
export type PlanResult =
  | { readonly kind: "plan"; readonly plan: Plan }
  | { readonly kind: "already-applied" }
  | { readonly kind: "not-applicable"; readonly reason: string };
