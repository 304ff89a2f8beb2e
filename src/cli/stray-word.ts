import { type Command, CommanderError } from "commander";
import { exit, type Failure } from "./failure.ts";

/** Flags that take one value each time they are given, and how several are given. */
const oncePerValue: Readonly<Record<string, (first: string, second: string) => string>> = {
  "--ref": (first, second) => `--ref is given once per ref: --ref ${first} --ref ${second}`,
  "--variant": (first, second) => `Separate variants by commas: --variant ${first},${second}`,
  "--set": (first, second) => `--set is given once per param: --set ${first} --set ${second}`,
  "--checks": (first, second) => `Separate checks by commas: --checks ${first},${second}`,
};

/** What is said of a word that belongs to no flag; undefined for other errors. */
export function strayWordOf(
  error: unknown,
  program: Command | undefined,
  args: readonly string[],
): Failure | undefined {
  if (!(error instanceof CommanderError) || error.code !== "commander.excessArguments") return undefined;
  const command = program?.commands.find(({ args: strays }) => strays.length > 0);
  const [word = ""] = command?.args ?? [];
  const at = args.indexOf(word, args.indexOf(command?.name() ?? "") + 1);
  const [flag = "", value = ""] = args.slice(Math.max(0, at - 2), at);
  const message = `expected a flag after ${command?.name() ?? "the command"}, found ${JSON.stringify(word)}`;
  const hint = oncePerValue[flag]?.(value, word) ?? "`cilium-patchkit --help` lists commands and flags.";
  return { exitCode: exit.environment, told: { code: "usage/bad-argument", message, hint } };
}
