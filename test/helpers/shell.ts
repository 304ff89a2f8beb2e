import { spawn } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { programFolder } from "./clone-program.ts";

/** How a shell script ended. */
export interface ShellRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a bash script in which `patchkit` is the built program; the script's own exit code is the last command's,
 * in a pipe the program's if it failed.
 *
 * @param env the whole environment but PATH.
 */
export function inShell(script: string, env: Readonly<Record<string, string>> = {}): Promise<ShellRun> {
  const main = join(programFolder, "dist", "bin", "cilium-patchkit.js");
  const prelude = `set -o pipefail\npatchkit() { '${process.execPath}' '${main}' "$@"; }\n`;
  const child = spawn("bash", ["-c", prelude + script], {
    cwd: tmpdir(),
    env: { PATH: process.env["PATH"], ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  child.stderr.on("data", (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, stdout, stderr }));
  });
}
