import { type Check, couldNotRun, type EngineCheckInput, type Finding } from "./check.ts";
import type { OwnCheck } from "./evidence.ts";
import { type GolangciResult, type LintTrouble, runGolangci, wordsOf } from "./golangci.ts";
import { runOwnChecks } from "./own-checks.ts";

/** The tree's own linter configuration and check scripts find nothing that they do not find on the base. */
export const lintCheck: Check = {
  id: "lint",
  needs: "engine",
  perCommit: false,
  async run(input: EngineCheckInput) {
    // A vet tool among the scripts finds packages compiled that golangci-lint had compiled.
    const golangci = await runGolangci(input);
    return lintVerdict(golangci, await runOwnChecks(input));
  },
};

/** What both parts come to: a finding of either fails the series; else what could not run keeps it from passing. */
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

/** What keeps the check from saying that nothing was found; null where nothing does. */
function lackOf(
  result: GolangciResult | null,
  trouble: LintTrouble | null,
  scripts: readonly OwnCheck[],
): string | null {
  if (trouble) return trouble.reason;
  if (result && result.broken.length > 0)
    return `the unpatched base does not compile in ${result.broken.join(", ")}, so linters say nothing there`;
  if (result || scripts.some(({ status }) => status !== "not-run")) return null;
  return scripts.length === 0
    ? "this tree has neither a golangci configuration nor check scripts"
    : `this tree has no golangci configuration, and none of its check scripts runs here: ${scripts[0]?.command}: ${scripts[0]?.reason}`;
}
