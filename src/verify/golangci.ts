import { createHash } from "node:crypto";
import { join } from "node:path";
import type { EngineResult } from "../host/engine.ts";
import { listNames, writeText } from "../host/files.ts";
import { buildPaths } from "../profile/index.ts";
import { readBaseText } from "./base-tree.ts";
import { goPackages } from "./changed-files.ts";
import type { EngineCheckInput } from "./check.ts";
import { tail } from "./go-command.ts";
import { endedWords } from "./go-tests.ts";
import { adaptConfig, type LinterRelease, releaseFor } from "./lint-config.ts";
import {
  freshIssues,
  type LintReport,
  parseLinterList,
  parseReport,
  troubleWords,
  typecheck,
} from "./lint-issues.ts";
import type { GolangciResult, LintFinding } from "./lint-result.ts";
import { filesOf } from "./tree-state.ts";

/** Why golangci-lint gave no result. */
export interface LintTrouble {
  readonly reason: string;
  readonly log: string;
}

/** Its result for the base; packages that do not compile there are excluded on both sides. */
type BaseReport = LintReport & { readonly broken: readonly string[] };

/** One run: the program and its configuration, in one engine. */
interface Linter {
  readonly release: LinterRelease;
  /** Path of the program inside the engine. */
  readonly program: string;
  /** Path of the configuration from the repository root. */
  readonly config: string;
  readonly input: EngineCheckInput;
}

const lintTimeoutMs = 1_800_000;
const askTimeoutMs = 120_000;

/**
 * Flags to report all findings, although a configuration may limit them. Cilium's configuration uses the module
 * cache (`modules-download-mode: readonly`), which needs the network.
 */
const runFlags = [
  ["--modules-download-mode", "vendor"],
  ["--timeout", "0"],
  ["--issues-exit-code", "0"],
  ["--max-issues-per-linter", "0"],
  ["--max-same-issues", "0"],
  ["--uniq-by-line=false", "--allow-parallel-runners", "--color", "never"],
].flat();

/**
 * Runs golangci-lint with the tree's own configuration on the packages that a series touches, with and without
 * the series. Everything that the base does not have is a finding, anywhere in those packages: a function that
 * loses its last caller may be in an untouched file.
 *
 * @returns undefined if the tree has no configuration.
 */
export async function runGolangci(
  input: EngineCheckInput,
): Promise<GolangciResult | LintTrouble | undefined> {
  const config = await findConfig(input);
  if (config === undefined) return undefined;
  const release = releaseFor(config.text);
  const tool = await input.bench.tool(release);
  if ("reason" in tool) return { reason: tool.reason, log: "" };
  const linter: Linter = { release, program: tool.path, config: config.path, input };
  const available = await availableLinters(linter);
  if ("reason" in available) return available;
  const adapted = adaptConfig(config.text, release, available.names);
  const { bench, base, patched, baseline } = input;
  const { work, sessionWork } = bench.folders;
  const folder = `${patched.name}-lint`;
  await writeText(join(work, folder, config.path), adapted.text);
  const withConfig = [config.path, `${sessionWork}/${folder}/${config.path}`] as const;
  const packages = await lintedPackages(input);
  const tree = await bench.scratchTree();
  const then = await baseline.remember(
    `golangci ${release.version} ${digestOf([adapted.text, ...packages.before])}`,
    () =>
      tree.show(new Map([...filesOf(base), withConfig]), (root) => lintBase(linter, root, packages.before)),
    (answer) => !("reason" in answer),
  );
  if ("reason" in then) return then;
  const linted = packages.after.filter((name) => !then.broken.includes(name));
  const now = await tree.show(new Map([...filesOf(patched), withConfig]), (root) =>
    lint(linter, root, linted),
  );
  if ("reason" in now) return now;
  return {
    config: config.path,
    version: release.version,
    packages: linted,
    broken: [...then.broken],
    linters: [...new Set([...then.linters, ...now.linters])].sort(),
    dropped: [...adapted.dropped],
    findingsBefore: then.issues.length,
    findings: freshIssues(now.issues, then.issues),
  };
}

/** The configuration of the patched tree, undefined if it has none. */
async function findConfig({
  files,
  bench,
}: EngineCheckInput): Promise<{ path: string; text: string } | undefined> {
  for (const path of buildPaths.linterConfigs) {
    const changed = files.find((file) => file.path === path);
    const text = changed ? changed.after : await readBaseText(bench.base, path);
    if (text !== undefined) return { path, text };
  }
  return undefined;
}

/** The packages of touched Go files that exist with and without the series; others would be an error. */
async function lintedPackages({
  files,
  bench,
}: EngineCheckInput): Promise<{ before: string[]; after: string[] }> {
  const before: string[] = [];
  const after: string[] = [];
  for (const name of goPackages(files)) {
    const present = (await listNames(join(bench.base.root, name)).catch(() => []))
      .filter((file) => file.endsWith(".go"))
      .map((file) => `${name}/${file}`);
    if (present.length > 0) before.push(name);
    const gone = files.filter((file) => file.after === undefined).map(({ path }) => path);
    const added = files.filter(
      ({ path, after: text }) => text !== undefined && goPackages([{ path }]).includes(name),
    );
    if (added.length > 0 || present.some((path) => !gone.includes(path))) after.push(name);
  }
  return { before, after };
}

async function availableLinters(linter: Linter): Promise<{ names: Set<string> } | LintTrouble> {
  // It is not in the list of linters, but a configuration may name it.
  const names = new Set([typecheck]);
  for (const list of linter.release.lists) {
    const result = await run(linter, list, linter.input.bench.session.tree, askTimeoutMs);
    const listed = result.ended === "exited" && result.status === 0 ? parseLinterList(result.stdout) : [];
    if (listed.length === 0) return trouble(linter, result);
    for (const name of listed) names.add(name);
  }
  return { names };
}

/**
 * Lints the base. A compiler error in one package hides the findings of all others, so packages with such errors
 * are left out.
 */
async function lintBase(
  linter: Linter,
  root: string,
  packages: readonly string[],
  broken: readonly string[] = [],
): Promise<BaseReport | LintTrouble> {
  const report = await lint(linter, root, packages);
  if ("reason" in report) return report;
  const failing = goPackages(report.issues.filter((issue) => issue.linter === typecheck));
  if (failing.length === 0) return { ...report, broken };
  const rest = packages.filter((name) => !failing.includes(name));
  if (rest.length === packages.length)
    return {
      reason: `the unpatched base does not compile in ${failing.join(", ")}`,
      log: wordsOf(report.issues),
    };
  return lintBase(linter, root, rest, [...broken, ...packages.filter((name) => failing.includes(name))]);
}

async function lint(
  linter: Linter,
  root: string,
  packages: readonly string[],
): Promise<LintReport | LintTrouble> {
  if (packages.length === 0) return { issues: [], linters: [] };
  const args = [
    "run",
    ...runFlags,
    "--config",
    linter.config,
    ...linter.release.jsonFlags,
    ...packages.map((name) => `./${name}`),
  ];
  const result = await run(linter, args, root, lintTimeoutMs);
  const report = result.ended === "exited" && result.status === 0 ? parseReport(result.stdout) : undefined;
  return report ?? trouble(linter, result);
}

function run(
  { program, input }: Linter,
  args: readonly string[],
  cwd: string,
  timeoutMs: number,
): Promise<EngineResult> {
  const { session } = input.bench;
  const env = { ...input.patched.go.env, GOLANGCI_LINT_CACHE: `${session.kept}/golangci-lint` };
  return session.run({ command: [program, ...args], cwd, env, privileges: "tool", timeoutMs });
}

function trouble({ release }: Linter, { ended, stderr }: EngineResult): LintTrouble {
  const why = ended === "exited" ? troubleWords(stderr) : endedWords(ended);
  return { reason: `golangci-lint ${release.version}: ${why}`, log: tail(stderr, 40) };
}

/** One line per finding. */
export function wordsOf(issues: readonly LintFinding[]): string {
  return issues.map(({ path, line, linter, text }) => `${path}:${line}: ${text} (${linter})`).join("\n");
}

function digestOf(parts: readonly string[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}
