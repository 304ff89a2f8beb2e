import { type Check, couldNotRun, type EngineCheckInput, type Finding } from "../check.ts";
import type { OwnCheck } from "../evidence.ts";
import { type GolangciResult, type LintTrouble, runGolangci, wordsOf } from "../golangci.ts";
import { runOwnChecks } from "../own-checks.ts";

/** The tree's own linter configuration and check scripts find nothing new, compared with the base. */
export const lintCheck: Check = {
  id: "lint",
  needs: "engine",
  perCommit: false,
  async run(input: EngineCheckInput) {
    // golangci-lint first: the vet tools among the scripts reuse the packages it compiled.
    const golangci = await runGolangci(input);
    return lintVerdict(golangci, await runOwnChecks(input));
  },
};

/** Combines both parts: a finding of either fails the series; otherwise it passes only if everything could run. */
export function lintVerdict(
  golangci: GolangciResult | LintTrouble | undefined,
  scripts: readonly OwnCheck[],
): Finding {
  const result = golangci !== undefined && "findings" in golangci ? golangci : null;
  const trouble = golangci !== undefined && "reason" in golangci ? golangci : null;
  const failed = scripts.filter(({ status }) => status === "fail");
  const log = [
    trouble?.log ?? "",
    wordsOf(result?.findings ?? []),
    ...failed.map(({ command, output }) => `${command}:\n${output}`),
  ]
    .join("\n")
    .trim();
  const details = { check: "lint" as const, golangci: result, scripts: [...scripts] };
  const [finding] = result?.findings ?? [];
  if (finding || failed.length > 0) {
    const words = [
      ...(finding
        ? [`${finding.path}:${finding.line}: ${finding.text.split("\n")[0]} (${finding.linter})`]
        : []),
      ...failed.map(({ command }) => `${command} fails`),
    ];
    return { outcome: "fail", reason: words.join("; ").slice(0, 400), log, details };
  }
  const lack = lackOf(result, trouble, scripts);
  if (lack !== null) return { ...couldNotRun(lack, log), details };
  const dropped = result?.dropped ?? [];
  const reason =
    dropped.length === 0 ? null : `golangci-lint ${result?.version} no longer has ${dropped.join(", ")}`;
  return { outcome: "pass", reason, log, details };
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
