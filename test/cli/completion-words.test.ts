import { expect, it } from "vitest";
import { completedCommands } from "../../src/cli/completion-words.ts";
import { makeCommandTree } from "../helpers/command-tree.ts";

it("reads commands, flags and their values from a command tree", () => {
  const [verify, completion] = completedCommands(makeCommandTree(), { "--checks": ["apply", "bite"] });
  expect(verify).toMatchObject({ name: "verify", meaning: "checks 'series': all of them", words: [] });
  expect(
    verify?.flags.map(({ names, values, takesValue, isPath }) => [names, values, takesValue, isPath]),
  ).toEqual([
    [["--checks"], ["apply", "bite"], true, false],
    [["--repo", "-C"], [], true, true],
    [["--engine"], ["docker", "host"], true, false],
    [["--help", "-h"], [], false, false],
  ]);
  expect(completion?.words).toEqual(["bash", "zsh"]);
});
