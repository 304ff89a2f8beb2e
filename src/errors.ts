/**
 * What went wrong, in machine-readable form. The part before the slash is the stage
 * that failed; `usage` and `environment` end the run with exit code 2, every other
 * code is a refusal of one ref and variant (exit code 1).
 */
export type ErrorCode =
  | "usage/bad-argument"
  | "usage/bad-config"
  | "usage/unknown-variant"
  | "usage/unknown-param"
  | "usage/bad-param"
  | "usage/not-confirmed"
  | "environment/git-missing"
  | "environment/git-failed"
  | "environment/not-a-repository"
  | "environment/not-writable"
  | "environment/disk-full"
  | "environment/busy"
  | "environment/interrupted"
  | "environment/no-folder"
  | "environment/engine-missing"
  | "environment/engine-failed"
  | "environment/no-token"
  | "environment/token-refused"
  | "environment/missing-scope"
  | "environment/rate-limited"
  | "environment/github-unreachable"
  | "environment/github-refused"
  | "checkout/bad-ref"
  | "checkout/unknown-ref"
  | "checkout/ambiguous-ref"
  | "checkout/missing-object"
  | "checkout/damaged-object"
  | "checkout/not-a-file"
  | "checkout/not-utf8"
  | "checkout/crlf"
  | "profile/not-cilium"
  | "profile/fact-missing"
  | "profile/fact-absent"
  | "golang/syntax-error"
  | "golang/not-formatted"
  | "golang/anchor-mismatch"
  | "plan/flag-taken"
  | "plan/identifier-taken"
  | "plan/name-missing"
  | "plan/partly-applied"
  | "plan/file-exists"
  | "plan/cannot-stack"
  | "plan/bad-template"
  | "series/branch-exists"
  | "series/checked-out"
  | "series/worktree-changed"
  | "series/digest-mismatch"
  | "series/not-a-series"
  | "series/out-of-date"
  | "publish/not-on-target"
  | "publish/base-gone"
  | "publish/branch-moved"
  | "publish/text-edited"
  | "publish/pull-closed"
  | "publish/thread-locked"
  | "publish/not-a-fork"
  | "publish/other-author"
  | "publish/too-long"
  | "publish/unverified"
  | "publish/too-large"
  | "publish/not-a-bundle"
  | "publish/digest-mismatch"
  | "environment/network";

/** Everything in a `PatchkitError` except the code and the message. */
export interface ErrorDetails {
  /** What to do next, one sentence. */
  readonly hint?: string;
  readonly cause?: unknown;
}

/** A failure the user can fix: what, where, expected, found; the hint says what to do next. */
export class PatchkitError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | undefined;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = "PatchkitError";
    this.code = code;
    this.hint = details.hint;
  }

  /** True if the run could not start, false if only one ref and variant was refused. */
  get stopsTheRun(): boolean {
    return this.code.startsWith("usage/") || this.code.startsWith("environment/");
  }
}
