import type { CheckId, CheckResult } from "./evidence.ts";
import type { Subject } from "./subject.ts";

/** One check of a series, and its position among all. */
interface CheckAt {
  readonly subject: Subject;
  readonly check: CheckId;
  readonly commit: number | null;
  /** From 1. */
  readonly index: number;
  readonly total: number;
}

/** Events while checks run. */
export type VerifyEvent =
  | { readonly kind: "preparing"; readonly subject: Subject }
  | ({ readonly kind: "started" } & CheckAt)
  | ({ readonly kind: "ended"; readonly result: CheckResult } & CheckAt);

/** Receives events while checks run. */
export type VerifyProgress = (event: VerifyEvent) => void;
