import { Command } from "commander";
import { expect, it } from "vitest";
import { describeChecks, verifyCommand } from "../../src/cli/verify-command.ts";
import { checkIds } from "../../src/verify/index.ts";

it("names every check in the help of verify, with its words", async () => {
  const told: string[] = [];
  const command = verifyCommand("0.1.0", () => async () => {});
  const program = new Command().addCommand(command);
  await describeChecks(program);
  command.configureOutput({ writeOut: (text) => told.push(text) }).outputHelp();
  const [, list = ""] = told.join("").split("\nChecks:\n");
  expect(list.split("\n").filter(Boolean)).toHaveLength(checkIds.length);
  expect(list).toMatch(/^ {2}cmdref +command reference$/m);
});
