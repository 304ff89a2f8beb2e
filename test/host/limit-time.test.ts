import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, it, vi } from "vitest";
import { limitTime } from "../../src/host/limit-time.ts";

it("ends a process after its time, and leaves one alone that is done", async () => {
  const long = spawn("sleep", ["1000"], { stdio: "ignore" });
  limitTime(long, 20);
  expect(await once(long, "close")).toEqual([null, "SIGTERM"]);

  const short = spawn("true", { stdio: "ignore" });
  const signals: unknown[] = [];
  short.kill = (signal) => signals.push(signal) > 0;
  limitTime(short, 600_000);
  expect(await once(short, "close")).toEqual([0, null]);
  expect(signals).toEqual([]);
});

it("keeps the program alive for no process that could not be started", async () => {
  const timers = vi.spyOn(globalThis, "setTimeout");
  const none = spawn("/nowhere/at-all", { stdio: "ignore" });
  limitTime(none, 600_000);
  const [error] = await once(none, "error");
  expect(error).toMatchObject({ code: "ENOENT" });
  const [made] = timers.mock.results.filter((_, at) => timers.mock.calls[at]?.[1] === 600_000);
  timers.mockRestore();
  expect(made?.value.hasRef()).toBe(false);
  clearTimeout(made?.value);
});
