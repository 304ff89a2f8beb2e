import { z } from "zod";

/** One finding of a linter. */
const lintFinding = z.strictObject({
  path: z.string(),
  line: z.number(),
  linter: z.string(),
  text: z.string(),
});

/** Result of golangci-lint with the tree's own configuration. */
export const golangci = z.strictObject({
  /** Path of the configuration. */
  config: z.string(),
  /** Version of golangci-lint, such as `v1.64.8`. */
  version: z.string(),
  /** Packages that were linted: those of touched Go files. */
  packages: z.array(z.string()),
  /** Packages that do not compile on the base and therefore are not linted. */
  broken: z.array(z.string()),
  /** Linters that ran. */
  linters: z.array(z.string()),
  /** Linters in the configuration that this version no longer has. */
  dropped: z.array(z.string()),
  /** Number of findings in those packages without the series. */
  findingsBefore: z.number(),
  /** Findings that the base does not have. */
  findings: z.array(lintFinding),
});

/** One of the tree's own check scripts, or another command of its `make precheck`. */
export const ownCheck = z.strictObject({
  command: z.string(),
  /** `base-fails`: it also fails on the unpatched base. `not-run`: no result, for the given reason. */
  status: z.enum(["pass", "fail", "base-fails", "not-run"]),
  reason: z.string().nullable(),
  /** End of what it printed with the series and not on the base; "" if it passes. */
  output: z.string(),
});

export type LintFinding = z.infer<typeof lintFinding>;
/** The result of golangci-lint for a series. */
export type GolangciResult = z.infer<typeof golangci>;
export type OwnCheck = z.infer<typeof ownCheck>;
