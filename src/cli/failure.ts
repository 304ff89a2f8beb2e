import { CommanderError } from "commander";
import { PatchkitError } from "../errors.ts";
import type { Told } from "./printer.ts";

/** How a run ends that did not come to a result. */
export interface Failure {
  readonly exitCode: number;
  /** Undefined where everything was said: help and version. */
  readonly told?: Told;
}

/** Exit codes of failures. */
export const exit = { environment: 2, bug: 3 } as const;

/** What a user is told of an error, and the exit code. */
export function failureOf(error: unknown): Failure {
  if (error instanceof PatchkitError) return { exitCode: exit.environment, told: error };
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return { exitCode: 0 };
    const message = error.message.replace(/^error: /, "");
    const hint = "`cilium-patchkit --help` lists commands and flags.";
    return { exitCode: exit.environment, told: { code: "usage/bad-argument", message, hint } };
  }
  if (isSystemError(error)) {
    const { syscall, path, code } = error;
    const message = `expected ${syscall}${path === undefined ? "" : ` of ${path}`} to work, found ${code}`;
    const hint =
      code === "EMFILE" || code === "ENFILE"
        ? "Too many files are open: raise the limit, for example with `ulimit -n 1024`."
        : "The operating system refused it: check the path, permissions, and free space.";
    return { exitCode: exit.environment, told: { code: "environment/system", message, hint } };
  }
  if (error instanceof RangeError && /allocat/.test(error.message)) {
    const message = `expected memory for the program, found a limit: ${error.message}`;
    const hint = "Raise the limit on memory; for address space, `ulimit -v unlimited`.";
    return { exitCode: exit.environment, told: { code: "environment/system", message, hint } };
  }
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const hint = "This is a bug in cilium-patchkit: please report it with the command you ran.";
  return { exitCode: exit.bug, told: { code: "bug", message, hint } };
}

/** An error of the operating system, such as ENOSPC of a write. */
function isSystemError(error: unknown): error is NodeJS.ErrnoException & { syscall: string; code: string } {
  return (
    error instanceof Error &&
    "syscall" in error &&
    typeof error.syscall === "string" &&
    "code" in error &&
    typeof error.code === "string"
  );
}
