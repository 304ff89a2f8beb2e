/**
 * What went wrong, in a form a program can act on. The part before the slash is
 * the stage that noticed; `usage` and `environment` end the run with exit code 2,
 * every other code is a refusal of one ref and variant (exit code 1).
 */
export type ErrorCode =
  | "usage/bad-argument"
  | "usage/unknown-variant"
  | "usage/unknown-param"
  | "usage/bad-param"
  | "environment/git-missing"
  | "environment/git-failed"
  | "environment/not-a-repository"
  | "environment/not-writable"
  | "environment/disk-full"
  | "environment/busy"
  | "environment/interrupted"
  | "environment/engine-missing"
  | "environment/engine-failed"
  | "checkout/bad-ref"
  | "checkout/unknown-ref"
  | "checkout/ambiguous-ref"
  | "checkout/missing-object"
  | "checkout/not-a-file"
  | "checkout/not-utf8"
  | "checkout/crlf"
  | "profile/not-cilium"
  | "profile/fact-missing"
  | "golang/syntax-error"
  | "golang/not-formatted"
  | "golang/anchor-mismatch"
  | "plan/flag-taken"
  | "plan/identifier-taken"
  | "plan/name-missing"
  | "plan/partly-applied"
  | "plan/file-exists"
  | "plan/bad-template"
  | "series/branch-exists"
  | "series/not-a-series"
  | "series/out-of-date";

/** Everything but the code that a `PatchkitError` carries. */
export interface ErrorDetails {
  /** What to do next, one sentence. */
  readonly hint?: string;
  readonly cause?: unknown;
}

/** A failure the user can do something about: what, where, expected, found; the hint says what next. */
export class PatchkitError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | undefined;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = "PatchkitError";
    this.code = code;
    this.hint = details.hint;
  }

  /** True where nothing could start at all, as against one ref and variant being refused. */
  get stopsTheRun(): boolean {
    return this.code.startsWith("usage/") || this.code.startsWith("environment/");
  }
}
