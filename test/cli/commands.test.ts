import type { Command } from "commander";
import { expect, it } from "vitest";
import { makeCommands } from "../../src/cli/commands.ts";

/** Flags whose values a configuration file may give. */
const configurable = /^--(?:out|templates|identity|set)$/;

/** These write where nothing of the user's is. */
const onTheirOwn = ["demo"];

function flagsOf({ options }: Command): string[] {
  return options.flatMap(({ long }) => (long == null ? [] : [long]));
}

it("gives --config to every command that reads or writes series, or renders them", () => {
  const commands = makeCommands("0.0.0", () => async () => {});
  const obeying = commands.filter((command) => flagsOf(command).includes("--config"));
  const wanting = commands.filter(
    (command) => flagsOf(command).some((flag) => configurable.test(flag)) || command.name() === "fetch",
  );
  const names = wanting.map((command) => command.name()).filter((name) => !onTheirOwn.includes(name));
  expect(names).toContain("generate");
  expect(obeying.map((command) => command.name())).toEqual(expect.arrayContaining(names));
});
