import type { Readable } from "node:stream";
import { execa } from "execa";
import { PatchkitError } from "../errors.ts";
import { isFolder } from "./files.ts";

/** How a program ended. */
export interface ProgramResult {
  /** `missing`: there is no such program. */
  readonly ended: "exited" | "timed-out" | "too-much-output" | "missing";
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The last line of what a program printed, shortened. */
export function lastLine(text: string): string {
  return text.trim().split("\n").at(-1)?.slice(0, 300) ?? "";
}

/** Input and settings of a program. */
export interface ProgramOptions {
  readonly cwd?: string | undefined;
  /** The whole environment. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
  readonly input?: string | undefined;
  /** File to read input from instead. */
  readonly inputFile?: string | undefined;
  /** Called with output as it arrives. */
  readonly onOutput?: ((text: string) => void) | undefined;
  /** Also ends the program's child processes: it gets its own process group. */
  readonly group?: boolean;
}

/** Output limit of one program; test logs of whole packages fit. */
const outputLimitBytes = 64 * 1024 * 1024;

/** Time after its end in which a program's output is still read. */
const pipeGraceMs = 2_000;

/**
 * Runs a program to its end and returns its exit status, even if it is not 0.
 *
 * @throws PatchkitError `environment/interrupted` if the signal arrives meanwhile, `environment/no-folder`.
 */
export async function runProgram(
  command: readonly string[],
  options: ProgramOptions,
): Promise<ProgramResult> {
  const [program = "", ...args] = command;
  const child = execa(program, args, {
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    env: options.env,
    extendEnv: false,
    timeout: options.group ? 0 : options.timeoutMs,
    ...(options.group ? {} : { cancelSignal: options.signal }),
    forceKillAfterDelay: 5_000,
    ...(options.group ? { killSignal: "SIGKILL" as const } : {}),
    // The program ends its own children; execa would end the program first.
    cleanup: false,
    // Its errors would repeat the output, with every control character escaped.
    buffer: false,
    reject: false,
    detached: options.group === true,
    ...standardInput(options),
  });
  const ending = options.group ? endGroup(child.pid, options) : undefined;
  const stop = () => (ending ? ending.end() : child.kill("SIGKILL"));
  const stdout = collect(child.stdout, options, stop);
  const stderr = collect(child.stderr, options, stop);
  // A process that it left behind may hold its pipes open for ever.
  const hangUp = () => {
    child.stdout.destroy();
    child.stderr.destroy();
  };
  child.once("exit", () => setTimeout(hangUp, pipeGraceMs).unref());
  const result = await child;
  ending?.dispose();
  if (child.pid !== undefined) await Promise.all([stdout.closed, stderr.closed]);
  if (options.signal.aborted) {
    throw new PatchkitError("environment/interrupted", "interrupted before the work was done");
  }
  // Starting a program also fails where its folder is missing.
  if (result.code === "ENOENT" && options.cwd !== undefined && !(await isFolder(options.cwd))) {
    throw new PatchkitError("environment/no-folder", `expected a folder at ${options.cwd}, found none`, {
      hint: "Create it, or point TMPDIR and --cache at folders that are there.",
    });
  }
  const isFull = stdout.isFull() || stderr.isFull();
  const isLate = result.timedOut || ending?.timedOut() === true;
  const missing = result.code === "ENOENT" ? "missing" : "exited";
  return {
    ended: isFull ? "too-much-output" : isLate ? "timed-out" : missing,
    status: result.exitCode ?? 128,
    stdout: stdout.text(),
    stderr: stderr.text(),
  };
}

/** Collects what a program prints, up to the limit. */
function collect(stream: Readable, { onOutput }: ProgramOptions, onFull: () => void) {
  const chunks: Buffer[] = [];
  let size = 0;
  stream.on("data", (chunk: Buffer) => {
    onOutput?.(chunk.toString());
    if (size > outputLimitBytes) return;
    chunks.push(chunk);
    size += chunk.length;
    if (size > outputLimitBytes) onFull();
  });
  return {
    closed: new Promise<void>((resolve) => stream.once("close", resolve)),
    isFull: () => size > outputLimitBytes,
    text: () => Buffer.concat(chunks).toString(),
  };
}

function standardInput({ input, inputFile }: ProgramOptions) {
  if (inputFile !== undefined) return { inputFile };
  return input === undefined ? { stdin: "ignore" as const } : { input };
}

/** Ends a whole process group at its time limit or when the run is interrupted. */
function endGroup(pid: number | undefined, { signal, timeoutMs }: ProgramOptions) {
  let timedOut = false;
  const end = () => {
    if (pid === undefined) return;
    try {
      process.kill(-pid, "SIGKILL");
    } catch {
      // It has ended by itself.
    }
  };
  const timer = setTimeout(() => {
    timedOut = true;
    end();
  }, timeoutMs);
  signal.addEventListener("abort", end, { once: true });
  if (signal.aborted) end();
  return {
    end,
    timedOut: () => timedOut,
    dispose() {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
    },
  };
}
