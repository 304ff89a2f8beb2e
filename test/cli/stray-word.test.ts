import { Command } from "commander";
import { describe, expect, it } from "vitest";
import { strayWordOf } from "../../src/cli/stray-word.ts";

/** What is said of a command line, of a program that takes no words beside its flags. */
function said(...args: readonly string[]) {
  const quiet = (command: Command) =>
    command.exitOverride().configureOutput({ outputError: () => {}, writeErr: () => {} });
  const repeated = (value: string, values: string[] = []) => [...values, value];
  const command = quiet(
    new Command("generate")
      .option("--json")
      .option("--out <dir>")
      .action(() => {}),
  );
  for (const flag of ["--ref", "--set"]) command.option(`${flag} <value>`, "", repeated);
  for (const flag of ["--variant", "--checks"]) command.option(`${flag} <value>`);
  const program = quiet(new Command("cilium-patchkit"))
    .addCommand(quiet(new Command("other")))
    .addCommand(command);
  try {
    program.parse(args, { from: "user" });
  } catch (error) {
    return { exitCode: undefined, told: undefined, ...strayWordOf(error, program, args) };
  }
  throw new Error("expected the command line to be refused");
}

const general = "`cilium-patchkit --help` lists commands and flags.";

describe("a word that belongs to no flag", () => {
  it.each([
    [["--ref", "v1", "v2"], "--ref is given once per ref: --ref v1 --ref v2"],
    [["--set", "a=1", "b=2"], "--set is given once per param: --set a=1 --set b=2"],
    [["--variant", "x", "y"], "Separate variants by commas: --variant x,y"],
    [["--json", "--checks", "vet", "fmt"], "Separate checks by commas: --checks vet,fmt"],
  ])("after one value of a flag is taken for a second: %j", (words, hint) => {
    expect(said("generate", ...words)).toEqual({
      exitCode: 2,
      told: {
        code: "usage/bad-argument",
        message: `expected a flag after generate, found ${JSON.stringify(words.at(-1))}`,
        hint,
      },
    });
  });

  it.each([[["v1"]], [["--out", "x", "v1"]], [["--json", "v1"]], [["v1", "--ref", "v2"]]])(
    "is for the help where it is no second value: %j",
    (words) => {
      expect(said("generate", ...words).told).toMatchObject({
        message: 'expected a flag after generate, found "v1"',
        hint: general,
      });
    },
  );

  it("may be called as the command is", () => {
    expect(said("generate", "--ref", "v1", "generate").told?.hint).toBe(
      "--ref is given once per ref: --ref v1 --ref generate",
    );
  });
});

it("says nothing of other errors", () => {
  expect(said("generate", "--unknown").told).toBeUndefined();
  expect(strayWordOf(new Error("x"), undefined, [])).toBeUndefined();
});
