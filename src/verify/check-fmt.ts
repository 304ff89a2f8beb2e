import { type Check, couldNotRun, type EngineCheckInput } from "./check.ts";
import { nonBlankLines, tail } from "./go-command.ts";
import { endedWords } from "./go-tests.ts";
import type { Overlay } from "./overlay.ts";
import { openState } from "./tree-state.ts";

const fmtTimeoutMs = 120_000;

/** The tree's own gofmt changes none of the touched files, except those it would also change on the base. */
export const fmtCheck: Check = {
  id: "fmt",
  needs: "engine",
  perCommit: true,
  async run(input) {
    const before = new Map(
      input.files.flatMap(({ path, before }) => (before === undefined ? [] : [[path, before] as const])),
    );
    const baseFiles = await openState(input.bench, `${input.patched.name}-before`, before);
    const now = await unformatted(input, input.patched.go.overlay);
    const then = await unformatted(input, baseFiles.go.overlay);
    if ("reason" in now) return couldNotRun(now.reason, now.log);
    if ("reason" in then) return couldNotRun(then.reason, then.log);
    const worse = now.paths.filter((path) => !then.paths.includes(path));
    return {
      outcome: worse.length === 0 ? "pass" : "fail",
      reason: worse.length === 0 ? null : `gofmt would change ${worse.join(", ")}`,
      log: worse.join("\n"),
      details: { check: "fmt", unformatted: worse },
    };
  },
};

async function unformatted(
  { bench, files }: EngineCheckInput,
  overlay: Overlay,
): Promise<{ paths: string[] } | { reason: string; log: string }> {
  const touched = files.filter(({ path }) => path.endsWith(".go") && overlay.paths.has(path));
  if (touched.length === 0) return { paths: [] };
  const where = new Map(touched.map(({ path }) => [overlay.paths.get(path) ?? "", path]));
  const result = await bench.session.run({
    command: ["gofmt", "-l", ...where.keys()],
    cwd: bench.session.tree,
    privileges: "tool",
    timeoutMs: fmtTimeoutMs,
  });
  if (result.ended !== "exited") return { reason: endedWords(result.ended), log: "" };
  if (result.stderr.trim() !== "" || result.status !== 0)
    return { reason: `gofmt: ${tail(result.stderr, 1)}`, log: result.stderr };
  return { paths: nonBlankLines(result.stdout).map((line) => where.get(line) ?? line) };
}
