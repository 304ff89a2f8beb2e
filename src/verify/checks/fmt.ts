import { z } from "zod";
import type { Check, EngineCheckInput } from "../check.ts";
import { couldNotRun } from "../finding.ts";
import { nonBlankLines, tail } from "../go-command.ts";
import { endedWords } from "../go-tests.ts";
import type { Overlay } from "../overlay.ts";
import { openState } from "../tree-state.ts";

const fmtTimeoutMs = 120_000;

const details = z.strictObject({ unformatted: z.array(z.string()) });

/** The tree's own gofmt changes none of the touched files, except those it would also change on the base. */
export const fmtCheck: Check<typeof details> = {
  id: "fmt",
  words: "gofmt",
  details,
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
    const known = new Set([...then.paths, ...then.broken.map(({ path }) => path)]);
    const worse = now.paths.filter((path) => !known.has(path));
    const broken = now.broken.filter(({ path }) => !known.has(path));
    const findings = [
      ...broken.map(({ path, words }) => `gofmt cannot read ${path}:${words}`),
      ...(worse.length === 0 ? [] : [`gofmt would change ${worse.join(", ")}`]),
    ];
    return {
      outcome: findings.length === 0 ? "pass" : "fail",
      reason: findings[0] ?? null,
      log: findings.join("\n"),
      details: { unformatted: [...worse, ...broken.map(({ path }) => path)] },
    };
  },
  problems({ unformatted }) {
    return unformatted.map((path) => ({ what: `not formatted: ${path}`, output: "" }));
  },
};

/** What gofmt would change, and what it cannot read, with its words. */
interface Unformatted {
  readonly paths: readonly string[];
  readonly broken: readonly { readonly path: string; readonly words: string }[];
}

async function unformatted(
  { bench, files }: EngineCheckInput,
  overlay: Overlay,
): Promise<Unformatted | { reason: string; log: string }> {
  const touched = files.filter(({ path }) => path.endsWith(".go") && overlay.paths.has(path));
  if (touched.length === 0) return { paths: [], broken: [] };
  const where = new Map(touched.map(({ path }) => [overlay.paths.get(path) ?? "", path]));
  const result = await bench.session.run({
    command: ["gofmt", "-l", ...where.keys()],
    cwd: bench.session.tree,
    privileges: "tool",
    timeoutMs: fmtTimeoutMs,
  });
  if (result.ended !== "exited") return { reason: endedWords(result.ended), log: "" };
  const broken = [...where].flatMap(([file, path]) => {
    const line = nonBlankLines(result.stderr).find((one) => one.startsWith(`${file}:`));
    return line === undefined ? [] : [{ path, words: line.slice(file.length + 1) }];
  });
  if (result.status !== 0 && broken.length === 0)
    return { reason: `gofmt: ${tail(result.stderr, 1)}`, log: result.stderr };
  return { paths: nonBlankLines(result.stdout).map((line) => where.get(line) ?? line), broken };
}
