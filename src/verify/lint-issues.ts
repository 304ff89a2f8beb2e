import { z } from "zod";
import { surplus } from "./baseline.ts";
import type { LintFinding } from "./lint-result.ts";

/** Findings of golangci-lint, and the linters that ran. */
export interface LintReport {
  readonly issues: readonly LintFinding[];
  /** Linters that ran, in byte order. */
  readonly linters: readonly string[];
}

/** Name for compiler errors, which prevent all linters that need types from running. */
export const typecheck = "typecheck";

/** Output of `--out-format json`: pkg/printers/json.go of golangci-lint v1.64.8 and v2.12.2. */
const outputSchema = z.object({
  Issues: z
    .array(
      z.object({
        FromLinter: z.string(),
        Text: z.string(),
        Pos: z.object({ Filename: z.string(), Line: z.number() }),
      }),
    )
    .nullable(),
  Report: z.object({
    Linters: z.array(z.object({ Name: z.string(), Enabled: z.boolean().optional() })).nullish(),
  }),
});

/** Reads the output of a run; undefined if it contains no report. */
export function parseReport(output: string): LintReport | undefined {
  const line = output.split("\n").findLast((one) => one.startsWith("{"));
  const parsed = outputSchema.safeParse(line === undefined ? undefined : parseJson(line));
  if (!parsed.success) return undefined;
  const { Issues, Report } = parsed.data;
  return {
    issues: (Issues ?? []).map(({ FromLinter, Text, Pos }) => ({
      path: Pos.Filename,
      line: Pos.Line,
      linter: FromLinter,
      text: Text,
    })),
    linters: (Report.Linters ?? [])
      .filter(({ Name, Enabled }) => Enabled === true && Name !== typecheck)
      .map(({ Name }) => Name)
      .sort(),
  };
}

/** The entries of `golangci-lint help linters --json` and `help formatters --json`. */
const listSchema = z.array(z.object({ name: z.string(), description: z.string() }));

/**
 * The names of usable linters in such a list. A linter that only exists so that configurations load is described as
 * "Deprecated." and ends a run with an error (pkg/lint/linter/config.go, v1.64.8).
 */
export function parseLinterList(output: string): string[] {
  const parsed = listSchema.safeParse(parseJson(output));
  if (!parsed.success) return [];
  return parsed.data.filter(({ description }) => description !== "Deprecated.").map(({ name }) => name);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The findings that occur more often than in another list, independent of their lines. */
export function freshIssues(now: readonly LintFinding[], then: readonly LintFinding[]): LintFinding[] {
  const fresh = surplus(now.map(identityOf), then.map(identityOf));
  const rest = [...fresh];
  // Among equal ones, the last count as new: added code is mostly further down.
  return now
    .toReversed()
    .flatMap((issue) => {
      const index = rest.indexOf(identityOf(issue));
      if (index === -1) return [];
      rest.splice(index, 1);
      return [issue];
    })
    .toReversed();
}

/** File, linter and text without line numbers, so that an edit above a finding does not make it new. */
function identityOf({ path, linter, text }: LintFinding): string {
  const stable = text.replace(/(\.go):\d+(?:[:-]\d+)*/g, "$1").replace(/\b\d+-\d+ lines\b/g, "lines");
  return JSON.stringify([path, linter, stable]);
}

/** Why a run of golangci-lint gave no result: its last error, in one line. */
export function troubleWords(stderr: string): string {
  const errors = stderr.split("\n").flatMap((line) => {
    const logged = /^level=error msg=("(?:[^"\\]|\\.)*")/.exec(line)?.[1];
    if (logged !== undefined) return [String(parseJson(logged) ?? logged)];
    return /^(?:Error|Failed executing command with error): (.*)$/.exec(line)?.slice(1) ?? [];
  });
  const last = errors.at(-1) ?? stderr.trim().split("\n").at(-1) ?? "";
  return (last.split("\n")[0] || "it gives no reason").slice(0, 300);
}
