import { expect, it } from "vitest";
import { makeProgram } from "../../src/cli/program.ts";

it("has each command once, with words on it and on each of its flags", () => {
  const { commands } = makeProgram("1", () => async () => {});
  const names = commands.map((command) => command.name());
  expect(new Set(names).size).toBe(names.length);
  expect(names).toEqual(expect.arrayContaining(["generate", "verify", "image", "completion"]));
  const mute = commands.filter(({ options }) => options.some(({ description }) => description === ""));
  expect(mute.map((command) => command.name())).toEqual([]);
  expect(commands.filter((command) => command.description() === "")).toEqual([]);
});
