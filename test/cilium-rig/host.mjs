import { spawn } from "node:child_process";
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** Where trees, caches and results live. */
export const scratch = process.env.PATCHKIT_SCRATCH ?? join(tmpdir(), "cilium-rig");

const niceness = "10";

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd]
 * @property {Record<string, string>} [env] laid over the rig's own environment
 * @property {string} [input]
 *
 * @typedef {object} RunResult
 * @property {number} code exit code, 128 when a signal ended the program
 * @property {string} stdout
 * @property {string} stderr
 */

/**
 * Runs a program at low priority and gives its result, whatever the exit code.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<RunResult>}
 */
export function tryRun(command, args, { cwd, env = {}, input = "" } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn("nice", ["-n", niceness, command, ...args], { cwd, env: { ...process.env, ...env } });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (chunk) => (stdout += chunk));
    child.stderr.setEncoding("utf8").on("data", (chunk) => (stderr += chunk));
    child.stdin.on("error", () => {}); // a program may end without reading its input
    child.stdin.end(input);
    child.on("error", reject);
    child.on("close", (code) => resolve({ code: code ?? 128, stdout, stderr }));
  });
}

/**
 * Runs a program that is expected to succeed and gives what it printed.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 */
export async function run(command, args, options) {
  const { code, stdout, stderr } = await tryRun(command, args, options);
  if (code !== 0)
    throw new Error(`${command} ${args.join(" ")} (exit ${code})\n${tail(stderr || stdout, 30)}`);
  return stdout;
}

/**
 * The last lines of a text.
 * @param {string} text
 * @param {number} count
 */
export function tail(text, count) {
  return text.trimEnd().split("\n").slice(-count).join("\n");
}

/**
 * The lines of a program's output that are not blank.
 * @param {string} text
 */
export function nonBlankLines(text) {
  return text.split("\n").filter((line) => line.trim() !== "");
}

/**
 * Runs `work` while no other rig process does: compilers of two trees at once would only slow each other down.
 * @template T
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function alone(work) {
  const file = join(scratch, "rig.lock");
  mkdirSync(scratch, { recursive: true });
  while (!takeLock(file)) await sleep(1000);
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

/** @param {string} file */
function takeLock(file) {
  if (existsSync(file) && !isRunning(Number(readFileSync(file, "utf8")))) rmSync(file, { force: true });
  try {
    const handle = openSync(file, "wx");
    writeSync(handle, String(process.pid));
    closeSync(handle);
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw error;
  }
}

/** @param {number} pid 0 while the lock's owner has not written its id yet */
function isRunning(pid) {
  return pid === 0 || existsSync(`/proc/${pid}`);
}
