import { Command } from "commander";
import { expect, it } from "vitest";
import { completionCommand } from "../../src/cli/completion-command.ts";
import type { Runner } from "../../src/cli/flags.ts";

const run: Runner = () => async () => {};

it("takes the shells that it knows, and no other", async () => {
  const parse = (...args: string[]) =>
    new Command()
      .addCommand(completionCommand("0", run))
      .parseAsync(["completion", ...args], { from: "user" });
  await parse("zsh");
  await expect(parse("tcsh")).rejects.toThrow("Allowed choices are bash, zsh, fish");
  await expect(parse()).rejects.toThrow("missing required argument 'shell'");
});
