import type { ChildProcess } from "node:child_process";

/**
 * Ends a process that takes too long. Node's own `timeout` option would keep the program alive until the
 * limit if the process could not be started.
 */
export function limitTime(child: ChildProcess, limitMs: number): void {
  const timer = setTimeout(() => child.kill(), limitMs);
  timer.unref();
  child.once("close", () => clearTimeout(timer));
}
