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
  /** Removes the copy. */
  close(): Promise<void>;
}

const copyTimeoutMs = 600_000;

/**
 * Copies the tree to the first free of a few places that outlive the session: linters cache their results for
 * vendored packages, which are most of their work, by path. The places are not in Go's build cache, because
 * golangci-lint reports nothing for files there (pkg/result/processors/cgo.go). A place that was unused for longer
 * than any time limit was left by a killed run.
 */
const copyScript = `
for place in 0 1 2 3; do
  root=$1/trees/$place
  if [ -n "$(find "$root" -maxdepth 0 -mmin +\${3} 2>/dev/null)" ]; then rm -rf "$root"; fi
  mkdir -p "$1/trees" && mkdir "$root" 2>/dev/null && break
  root=$2/tree
done
mkdir -p "$root" && cp -R -P "$0/." "$root" && touch "$root" && echo "$root"
`;
const forgottenMin = 240;

/** Copies the tree. @throws PatchkitError `environment/engine-failed`. */
export async function makeScratchTree(session: EngineSession): Promise<ScratchTree> {
  const { tree, kept, scratch } = session;
  const printed = await shell(session, copyScript, [tree, kept, scratch, String(forgottenMin)]);
  const root = printed.trim();
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
    async close() {
      await shell(session, 'rm -rf "$0"', [root]);
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
    'touch "$0"',
  ].join("\n");
  await shell(session, script, [root, ...[...files].flatMap(([path, source]) => [path, source ?? ""])]);
}

async function shell(session: EngineSession, script: string, args: readonly string[]): Promise<string> {
  const { ended, status, stdout, stderr } = await session.run({
    command: ["sh", "-c", script, ...args],
    cwd: session.scratch,
    privileges: "none",
    timeoutMs: copyTimeoutMs,
  });
  if (ended === "exited" && status === 0) return stdout;
  throw new PatchkitError(
    "environment/engine-failed",
    `expected a copy of the tree to work in, found: ${tail(stderr, 1) || ended}`,
    { hint: "Free some space, or choose a cache on another disk with --cache." },
  );
}
