import { z } from "zod";
import type { Check, EngineCheckInput } from "../check.ts";
import { couldNotRun, type Finding, type FoundTable } from "../finding.ts";
import { type LintTrouble, runGolangci, wordsOf } from "../golangci.ts";
import { type GolangciResult, golangci, type OwnCheck, ownCheck } from "../lint-result.ts";
import { runOwnChecks } from "../own-checks.ts";

const details = z.strictObject({
  /** Null if the tree has no configuration, or golangci-lint could not run. */
  golangci: golangci.nullable(),
  scripts: z.array(ownCheck),
});

/** Details of `lint`. */
export type LintDetails = z.infer<typeof details>;

/** The tree's own linter configuration and check scripts find nothing new, compared with the base. */
export const lintCheck: Check<typeof details> = {
  id: "lint",
  words: "the tree's own linters and scripts",
  details,
  needs: "engine",
  async run(input: EngineCheckInput) {
    // golangci-lint first: the vet tools among the scripts reuse the packages it compiled.
    const found = await runGolangci(input);
    return lintVerdict(found, await runOwnChecks(input));
  },
  problems(found) {
    const failed = found.scripts.filter(({ status }) => status === "fail");
    return [
      ...(found.golangci?.findings ?? []).map(({ path, line, linter, text }) => ({
        what: `${linter}: ${path}:${line}`,
        output: text,
      })),
      ...failed.map(({ command, output }) => ({ what: `${command} fails`, output })),
    ];
  },
  tables: lintTables,
};

/** Combines both parts: a finding of either fails the series; otherwise it passes only if everything could run. */
export function lintVerdict(
  found: GolangciResult | LintTrouble | undefined,
  scripts: readonly OwnCheck[],
): Finding<LintDetails> {
  const result = found !== undefined && "findings" in found ? found : null;
  const trouble = found !== undefined && "reason" in found ? found : null;
  const failed = scripts.filter(({ status }) => status === "fail");
  const log = [
    trouble?.log ?? "",
    wordsOf(result?.findings ?? []),
    ...failed.map(({ command, output }) => `${command}:\n${output}`),
  ]
    .join("\n")
    .trim();
  const seen = { golangci: result, scripts: [...scripts] };
  const [finding] = result?.findings ?? [];
  if (finding || failed.length > 0) {
    const words = [
      ...(finding
        ? [`${finding.path}:${finding.line}: ${finding.text.split("\n")[0]} (${finding.linter})`]
        : []),
      ...failed.map(({ command }) => `${command} fails`),
    ];
    return { outcome: "fail", reason: words.join("; ").slice(0, 400), log, details: seen };
  }
  const lack = lackOf(result, trouble, scripts);
  if (lack !== null) return { ...couldNotRun(lack, log), details: seen };
  const dropped = result?.dropped ?? [];
  const reason =
    dropped.length === 0 ? null : `golangci-lint ${result?.version} no longer has ${dropped.join(", ")}`;
  return { outcome: "pass", reason, log, details: seen };
}

/** Why the check cannot say that nothing was found; null if it can. */
function lackOf(
  result: GolangciResult | null,
  trouble: LintTrouble | null,
  scripts: readonly OwnCheck[],
): string | null {
  if (trouble) return trouble.reason;
  if (result && result.broken.length > 0)
    return `the unpatched base does not compile in ${result.broken.join(", ")}, so linters report nothing there`;
  if (result || scripts.some(({ status }) => status !== "not-run")) return null;
  return scripts.length === 0
    ? "this tree has neither a golangci configuration nor check scripts"
    : `this tree has no golangci configuration, and none of its check scripts runs here: ${scripts[0]?.command}: ${scripts[0]?.reason}`;
}

function lintTables({ golangci: found, scripts }: LintDetails): FoundTable[] {
  const ran = scripts.filter(({ status }) => status !== "not-run").length;
  const tables = [
    {
      title: found
        ? `golangci-lint ${found.version} with ${found.config}: ${found.findings.length} new, ${found.findingsBefore} on the unpatched tree; ${found.linters.length} linters`
        : "",
      head: ["package"],
      rows: (found?.packages ?? []).map((name) => [name]),
    },
    {
      title: `The tree's own check scripts: ${ran} of ${scripts.length} run`,
      head: ["script", "result"],
      rows: scripts.map(({ command, status, reason }) => [
        command,
        reason === null ? status.replaceAll("-", " ") : `${status.replaceAll("-", " ")}: ${reason}`,
      ]),
    },
  ];
  return tables.filter(({ rows }) => rows.length > 0);
}
