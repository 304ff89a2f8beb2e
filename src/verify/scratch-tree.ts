import { PatchkitError } from "../errors.ts";
import type { EngineSession } from "../host/engine.ts";
import { tail } from "./go-command.ts";

/** Path of a file's text inside the engine, by path from the repository root; undefined to remove the file. */
export type ScratchFiles = ReadonlyMap<string, string | undefined>;

/**
 * A copy of the base tree in an engine, for programs that read files themselves and ignore overlays. Every state
 * has the same path, so that a program's cache stays valid for unchanged files.
 */
export interface ScratchTree {
  /** Adds files to the tree for the duration of some work, and removes them again; one call at a time. */
  show<T>(files: ScratchFiles, work: (root: string) => Promise<T>): Promise<T>;
}

/** The copy's GOPATH below the scratch folder, which releases without modules need. */
export const scratchGoPath = "tree";

const copyTimeoutMs = 600_000;

/** Linters cache their results for vendored packages, which are most of their work, by path. */
const copyScript = 'mkdir -p "$1" && cp -R -P "$0/." "$1"';

/** Copies the tree. @throws PatchkitError `environment/engine-failed`. */
export async function makeScratchTree(session: EngineSession): Promise<ScratchTree> {
  const root = `${session.scratch}/${scratchGoPath}/src/github.com/cilium/cilium`;
  await shell(session, copyScript, [session.tree, root]);
  let turn: Promise<unknown> = Promise.resolve();
  return {
    show(files, work) {
      const shown = turn.then(async () => {
        await put(session, root, files);
        try {
          return await work(root);
        } finally {
          await put(session, root, baseFiles(session, files));
        }
      });
      turn = shown.catch(() => {});
      return shown;
    },
  };
}

function baseFiles({ tree }: EngineSession, files: ScratchFiles): Map<string, string> {
  return new Map([...files.keys()].map((path) => [path, `${tree}/${path}`]));
}

/** Copies each file to its place, or removes the file there if it has no text. */
async function put(session: EngineSession, root: string, files: ScratchFiles): Promise<void> {
  const script = [
    "while [ $# -gt 0 ]; do",
    '  if [ -e "$2" ]; then mkdir -p "$(dirname "$0/$1")" && cp "$2" "$0/$1"; else rm -f "$0/$1"; fi || exit 1',
    "  shift 2",
    "done",
  ].join("\n");
  await shell(session, script, [root, ...[...files].flatMap(([path, source]) => [path, source ?? ""])]);
}

async function shell(session: EngineSession, script: string, args: readonly string[]): Promise<void> {
  const { ended, status, stderr } = await session.run({
    command: ["sh", "-c", script, ...args],
    cwd: session.scratch,
    privileges: "tool",
    timeoutMs: copyTimeoutMs,
  });
  if (ended === "exited" && status === 0) return;
  throw new PatchkitError(
    "environment/engine-failed",
    `expected a copy of the tree to work in, found: ${tail(stderr, 1) || ended}`,
    { hint: "Free some space, or choose a cache on another disk with --cache." },
  );
}
