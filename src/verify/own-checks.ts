import { buildPaths } from "../profile/index.ts";
import { shellWords } from "../text/index.ts";
import { readBaseText } from "./base-tree.ts";
import { goPackages } from "./changed-files.ts";
import type { EngineCheckInput } from "./check.ts";
import { nonBlankLines, tail } from "./go-command.ts";
import { endedWords } from "./go-tests.ts";
import type { OwnCheck } from "./lint-result.ts";
import { makeCommands } from "./precheck.ts";
import type { ScratchFiles, ScratchTree } from "./scratch-tree.ts";
import { scriptKind } from "./script-kind.ts";
import { filesOf } from "./tree-state.ts";

/** One of the tree's own commands that a pull request must pass. */
interface Candidate {
  /** Path of a script, or a command of the Makefile. */
  readonly command: string;
  /** Script for bash. */
  readonly script: string;
}

/** The result of one command. */
interface Ran {
  readonly ok: boolean;
  /** Why it has no result; null if it ended by itself. */
  readonly cutShort: string | null;
  readonly lines: readonly string[];
}

const scriptTimeoutMs = 900_000;

/**
 * Runs the check scripts of the patched tree and the commands of its `make precheck` that only read the tree; those
 * that fail also run on the base. They are code of the tree, and run where its tests run.
 *
 * @returns all of them, with a reason for those that do not run.
 */
export async function runOwnChecks(input: EngineCheckInput): Promise<OwnCheck[]> {
  const results: OwnCheck[] = [];
  for (const candidate of await findCandidates(input)) {
    const { command, script } = candidate;
    const kind = command.includes("$(") ? { reason: "it uses make variables" } : scriptKind(script);
    const reason = "reason" in kind ? kind.reason : await lack(input, ["bash", ...kind.programs]);
    if (reason !== undefined) results.push({ command, status: "not-run", reason, output: "" });
    else results.push({ command, ...(await judge(input, await input.bench.scratchTree(), candidate)) });
  }
  return results;
}

/** Check scripts by name, then the other commands of the Makefile's precheck, in its order. */
async function findCandidates(input: EngineCheckInput): Promise<Candidate[]> {
  const { scripts: folder, makefile, precheck } = buildPaths;
  const readPatched = async (path: string) => {
    const changed = input.files.find((file) => file.path === path);
    return changed ? changed.after : readBaseText(input.bench.base, path);
  };
  const names = (await input.checkout.list(folder)).map(({ name }) => name);
  const added = input.files.map(({ path }) => path.slice(folder.length + 1));
  const scripts = [...new Set([...names, ...added])]
    .filter((name) => /^check-[\w.-]+\.sh$/.test(name))
    .sort()
    .map((name) => `${folder}/${name}`);
  const commands = makeCommands((await readPatched(makefile)) ?? "", precheck);
  const candidates: Candidate[] = [];
  for (const command of new Set([...scripts, ...commands])) {
    const text = command.startsWith(`${folder}/`) ? await readPatched(command) : command;
    if (text !== undefined) candidates.push({ command, script: onTouchedPackages(text, input) });
  }
  return candidates;
}

/** Limits the tree's own vet tools to touched packages: compiling all of Cilium takes an hour. */
function onTouchedPackages(script: string, { files }: EngineCheckInput): string {
  const packages = goPackages(files).map((name) => `./${name}`);
  if (packages.length === 0) return script;
  return script.replace(
    /(\bgo|\$\{?GO\b\S*)( (?:run|tool)\b.*)\s\.\/\.\.\.(?=\s|$)/gm,
    (_, go: string, args: string) => `${go}${args} ${shellWords(packages)}`,
  );
}

/** The programs missing from the engine, in words; undefined if it has all. */
async function lack(
  { bench, baseline }: EngineCheckInput,
  programs: readonly string[],
): Promise<string | undefined> {
  const missing = await baseline.remember(
    `programs ${programs.join(" ")}`,
    async () => {
      const script = 'for p; do command -v "$p" >/dev/null 2>&1 || echo "$p"; done';
      const { stdout } = await bench.session.run({
        command: ["sh", "-c", script, "sh", ...programs],
        cwd: bench.session.tree,
        privileges: "tool",
        timeoutMs: scriptTimeoutMs,
      });
      return nonBlankLines(stdout);
    },
    () => false,
  );
  return missing.length === 0 ? undefined : `${missing.join(", ")} not found`;
}

async function judge(
  input: EngineCheckInput,
  tree: ScratchTree,
  candidate: Candidate,
): Promise<Omit<OwnCheck, "command">> {
  const now = await runCandidate(input, tree, candidate, filesOf(input.patched));
  if (now.cutShort !== null) return { status: "not-run", reason: now.cutShort, output: "" };
  if (now.ok) return { status: "pass", reason: null, output: "" };
  const then = await input.baseline.remember(
    `own check ${candidate.command} ${candidate.script}`,
    () => runCandidate(input, tree, candidate, filesOf(input.base)),
    ({ cutShort }) => cutShort === null,
  );
  if (then.cutShort !== null)
    return { status: "not-run", reason: `on the base, ${then.cutShort}`, output: "" };
  const known = new Set(then.lines.map(withoutNumbers));
  const fresh = now.lines.filter((line) => !known.has(withoutNumbers(line)));
  const output = tail((then.ok ? now.lines : fresh).join("\n"), 40);
  return { status: then.ok ? "fail" : "base-fails", reason: null, output };
}

/** Line numbers change with the code above. */
function withoutNumbers(line: string): string {
  return line.replace(/\d+/g, "0");
}

function runCandidate(
  input: EngineCheckInput,
  tree: ScratchTree,
  { command, script }: Candidate,
  files: ScratchFiles,
): Promise<Ran> {
  return tree.show(files, async (root) => {
    const { ended, status, stdout, stderr } = await input.bench.session.run({
      command: ["bash", "-c", script, command],
      cwd: root,
      env: { ...input.patched.go.env, GO: "go" },
      privileges: "user",
      timeoutMs: scriptTimeoutMs,
    });
    return {
      ok: status === 0,
      cutShort: ended === "exited" ? null : endedWords(ended),
      lines: nonBlankLines(`${stdout}\n${stderr}`.replaceAll(`${root}/`, "")),
    };
  });
}
