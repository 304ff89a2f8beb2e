import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll } from "vitest";
import type { z } from "zod";

/**
 * Folder of the built program, which these tests run as a user does. CILIUM_PATCHKIT names another
 * one, such as an installed package.
 */
export const programFolder =
  process.env["CILIUM_PATCHKIT"] ?? fileURLToPath(new URL("../..", import.meta.url));

/** How a run of the program ended. */
export interface Run {
  /** Exit code; null where a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd?: string;
  /** Added to an environment of PATH, HOME and TMPDIR only. */
  readonly env?: Readonly<Record<string, string>>;
  /** Program and arguments put in front, such as a shell that sets the umask. */
  readonly wrap?: readonly string[];
  /** Another copy of the program. */
  readonly main?: string;
  /** Sends the program and its children SIGINT after that time, as a terminal does. */
  readonly interruptAfterMs?: number;
}

/** Runs the built program and waits for its end, whatever that is. */
export async function patchkit(args: readonly string[], options: RunOptions = {}): Promise<Run> {
  const main = options.main ?? join(programFolder, "dist", "bin", "cilium-patchkit.js");
  if (!existsSync(main))
    throw new Error(`expected the built program at ${main}, found none: npm run build first`);
  const [command = "", ...rest] = [...(options.wrap ?? []), process.execPath, main, ...args];
  const child = spawn(command, rest, {
    cwd: options.cwd ?? tmpdir(),
    env: { PATH: process.env["PATH"], HOME: tmpdir(), TMPDIR: tmpdir(), ...options.env },
    stdio: ["ignore", "pipe", "pipe"],
    detached: options.interruptAfterMs !== undefined,
  });
  const timer =
    options.interruptAfterMs === undefined
      ? undefined
      : setTimeout(() => child.pid !== undefined && interruptGroup(child.pid), options.interruptAfterMs);
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => stdout.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => stderr.push(chunk));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  clearTimeout(timer);
  return { code, stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString() };
}

/**
 * Runs the built program on a terminal, and gives all that is shown there and its exit code.
 *
 * @param keys what is typed, as soon as the terminal shows `after`.
 */
export function patchkitOnTerminal(
  args: readonly string[],
  options: {
    readonly keys?: { readonly typed: string; readonly after: string };
    readonly env?: Readonly<Record<string, string>>;
  } = {},
): { readonly shown: string; readonly code: number | undefined } {
  const main = join(programFolder, "dist", "bin", "cilium-patchkit.js");
  const quoted = [process.execPath, main, ...args].map((word) => `'${word}'`).join(" ");
  // script(1) is among Debian's essential programs, and makes a terminal.
  const isOver = `grep -q 'ended with [0-9]' "$3"`;
  const typing = `until grep -qF -- "$2" "$3" || ${isOver}; do sleep 0.05; done; printf '%s' "$1"; until ${isOver}; do sleep 0.05; done`;
  const script = `: >"$3"; (${typing}) | script -qefc "$0" "$3"`;
  // The shell outlives a Ctrl-C, to tell how the program ended.
  const command = `trap : INT; stty rows 24 cols 100; ${quoted}; echo "ended with $?"`;
  const { typed = "", after = "" } = options.keys ?? {};
  const folder = mkdtempSync(join(tmpdir(), "patchkit-terminal-"));
  const shown = execFileSync("sh", ["-c", script, command, typed, after, join(folder, "shown")], {
    cwd: tmpdir(),
    encoding: "utf8",
    env: { PATH: process.env["PATH"], HOME: tmpdir(), TMPDIR: tmpdir(), TERM: "xterm", ...options.env },
  });
  rmSync(folder, { recursive: true });
  const [, code] = /ended with (\d+)/.exec(shown) ?? [];
  return { shown, code: code === undefined ? undefined : Number(code) };
}

/** A terminal gives Ctrl-C to the whole process group. */
function interruptGroup(leader: number): void {
  try {
    process.kill(-leader, "SIGINT");
  } catch {
    // It was done before.
  }
}

/** What the program printed with `--json`, checked against the shape it promises. */
export function parseOutput<Schema extends z.ZodType>(run: Run, schema: Schema): z.infer<Schema> {
  if (run.stdout === "") throw new Error(`expected JSON, found nothing (exit ${run.code}): ${run.stderr}`);
  const value: unknown = JSON.parse(run.stdout);
  const { success, data } = schema.safeParse(value);
  if (success) return data;
  if (typeof value === "object" && value !== null && "error" in value)
    throw new Error(`expected a value, found an error: ${JSON.stringify(value.error)}`);
  return schema.parse(value);
}

/** A folder of the test file's own, removed when the file is done. Call it where hooks may be set. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "patchkit-test-"));
  afterAll(() => {
    if (process.platform !== "win32") execFileSync("chmod", ["-R", "u+w", folder]);
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

/** Temporary folders of the program that a run left behind. */
export function leftovers(tempDir: string): string[] {
  return readdirSync(tempDir).filter((name) => name.startsWith("cilium-patchkit"));
}
