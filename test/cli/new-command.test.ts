import { expect, it } from "vitest";
import { newCommand } from "../../src/cli/new-command.ts";

it("has a command for each kind, which gets the kind and the name", async () => {
  const { commands } = newCommand("1.0.0", () => async () => {});
  expect(commands.map((command) => [command.name(), command.registeredArguments.length])).toEqual(
    ["variant", "fact", "check", "edit", "proposal"].map((kind) => [kind, 1]),
  );
});
