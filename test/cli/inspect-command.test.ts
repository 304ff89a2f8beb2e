import { Command } from "commander";
import { describe, expect, it } from "vitest";
import type { Runner } from "../../src/cli/flags.ts";
import { inspectCommand } from "../../src/cli/inspect-command.ts";
import { failureOf } from "../helpers/failure.ts";

/** Runs the command's own work as far as its flags are judged. */
const run = ((work: (context: object, flags: object) => Promise<number>) => async (flags: object) => {
  await work({ session: { env: {}, cwd: "/nowhere" }, printer: {} }, flags);
}) as unknown as Runner;

const inspect = (...args: string[]) =>
  failureOf(() =>
    new Command()
      .addCommand(inspectCommand("0.1.0", run))
      .parseAsync(["node", "patchkit", "inspect", ...args]),
  );

describe("inspect refuses flags that have no effect", () => {
  it.each([
    [["--variant", "flag-gate"], "--variant has no effect without --view"],
    [["--view", "--drift"], "expected --view or --drift, found both"],
    [["--drift", "--since", "v1"], "--drift: expected --since and --until, and no other refs"],
    [["--drift", "--since", "v1", "--until", "v2", "--ref", "v3"], "--drift: expected --since and --until"],
  ])("%j", async (args, expected) => {
    const { code, message } = await inspect(...args);
    expect(code).toBe("usage/bad-argument");
    expect(message).toContain(expected);
  });
});
