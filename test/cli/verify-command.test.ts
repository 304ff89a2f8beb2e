import { Command } from "commander";
import { expect, it } from "vitest";
import { describeChecks, verifyCommand } from "../../src/cli/verify-command.ts";
import { checks } from "../../src/verify/checks/index.ts";

/** The help of verify, in lines as long as they come. */
async function helpOfVerify(): Promise<string> {
  const told: string[] = [];
  const command = verifyCommand("0.1.0", () => async () => {});
  await describeChecks(new Command().addCommand(command));
  command
    .configureHelp({ helpWidth: 1000 })
    .configureOutput({ writeOut: (text) => told.push(text) })
    .outputHelp();
  return told.join("");
}

it("names every check in the help of verify, with its words", async () => {
  const [, list = ""] = (await helpOfVerify()).split("\nChecks:\n");
  expect(list.split("\n").filter(Boolean)).toHaveLength(checks.length);
  expect(list).toMatch(/^ {2}cmdref +command reference$/m);
});

it("says of --per-commit which checks that are", async () => {
  const ids = checks.filter(({ perCommit }) => perCommit).map(({ id }) => id);
  const words = `${ids.slice(0, -1).join(", ")} and ${ids.at(-1)}`;
  expect(await helpOfVerify()).toContain(`also run ${words} on every commit`);
});
