import { Command, Option } from "commander";
import { PatchkitError } from "../errors.ts";
import type { Printer } from "./printer.ts";
import type { Session } from "./workshop.ts";

/** Flags of every command; `repo` only of those that read a clone. */
export interface CommonFlags {
  readonly repo?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly color: boolean;
}

/** What a command works with. */
export interface CommandContext {
  readonly session: Session;
  readonly printer: Printer;
}

/** Runs a command's work with its context, and keeps the exit code. */
export type Runner = <Flags extends CommonFlags>(
  work: (context: CommandContext, flags: Flags) => Promise<number>,
) => (flags: Flags, command: Command) => Promise<void>;

/** Collects the values of a flag that may be given more than once. */
export function collect(value: string, values: string[] = []): string[] {
  return [...values, value];
}

/** Like {@link collect}, for values that may also be separated by commas. */
export function collectList(value: string, values: string[] = []): string[] {
  return [...values, ...value.split(",").map((one) => one.trim())];
}

const cloneFlag = [
  "-C, --repo <dir>",
  "the Cilium clone (default: $CILIUM_REPO, else the current directory)",
];

/** Adds the flags that every command has, and `-C` where a clone is read. */
export function withCommonFlags(command: Command, version: string, readsClone: boolean): Command {
  const [flag = "", meaning = ""] = cloneFlag;
  if (readsClone) command.option(flag, meaning);
  command
    .option("--json", "print the result as JSON; schemas/ describes it")
    .option("--quiet", "print only errors")
    .option("--no-color", "print without colours")
    .version(version, "-V, --version", "print the version")
    .exitOverride()
    .configureOutput({ outputError: () => {} });
  return command;
}

/** A command with the common flags. */
export function makeCommand(
  name: string,
  description: string,
  { version, readsClone }: { readonly version: string; readonly readsClone: boolean },
): Command {
  return withCommonFlags(new Command(name).description(description), version, readsClone);
}

/** `--ref`, which may be given more than once. */
export function refFlag(): Option {
  return new Option(
    "--ref <ref>",
    "tag, branch, sha or expression; may be given more than once (default: HEAD)",
  ).argParser(collect);
}

/** `--variant`, which may be given more than once. */
export function variantFlag(): Option {
  return new Option(
    "--variant <id>",
    "a variant, or several separated by commas; may be given more than once (default: all)",
  ).argParser(collectList);
}

/** `--set`, which may be given more than once. */
export function setFlag(): Option {
  return new Option("--set <[variant.]key=value>", "sets a param; may be given more than once").argParser(
    collect,
  );
}

/** `--identity`. */
export function identityFlag(): Option {
  return new Option(
    "--identity <'Name <mail>'>",
    "author and Signed-off-by of every commit (default: a neutral author, no sign-off)",
  );
}

const commonNames = ["repo", "json", "quiet", "color"] as const;

/**
 * The common flags of a command, those before its name included.
 *
 * @throws PatchkitError `usage/bad-argument` where `-C` is given to a command that reads no clone.
 */
export function commonFlagsOf(command: Command): Partial<CommonFlags> {
  const flags: Record<string, unknown> = {};
  for (const name of commonNames) {
    const isGiven = (one: Command) => one.getOptionValueSource(name) === "cli";
    const owner = isGiven(command) ? command : command.parent && isGiven(command.parent) && command.parent;
    if (owner) flags[name] = owner.getOptionValue(name);
  }
  if (flags["repo"] === undefined || command.options.some((option) => option.long === "--repo")) return flags;
  throw new PatchkitError(
    "usage/bad-argument",
    `expected no -C for ${command.name()}, which reads no clone`,
    {
      hint: "Leave it out.",
    },
  );
}
