import { Command, Option } from "commander";
import type { RefChoice } from "../checkout/index.ts";
import { PatchkitError } from "../errors.ts";
import { engineNames } from "./engine-names.ts";
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

/** Flags of commands that take several refs, as they are typed. */
export interface RefFlags {
  readonly ref?: string[];
  readonly since?: string;
  readonly until?: string;
  readonly every?: number;
}

/** Adds `--ref` with patterns, and the flags of a range. */
export function withRefFlags(command: Command): Command {
  const every = new Option(
    "--every <days>",
    "with --since: commits of the first-parent history of --until (default: HEAD) so far apart, such as 14d or 2w",
  ).argParser(parseDays);
  return command
    .addOption(
      new Option(
        "--ref <ref>",
        "tag, branch, sha or expression, or a pattern of tags such as 'v1.1*' (refs/heads/... for branches; * and ? match " +
          "anything but /, as in git for-each-ref); may be given more than once (default: HEAD)",
      ).argParser(collect),
    )
    .option("--since <tag>", "all releases from this tag on, candidates included")
    .option("--until <tag>", "all releases up to this tag")
    .addOption(every);
}

/** The refs that flags choose: without any, HEAD. */
export function refChoiceOf({ ref, since, until, every }: RefFlags): RefChoice {
  const isRange = since !== undefined || until !== undefined || every !== undefined;
  return { refs: ref ?? (isRange ? [] : ["HEAD"]), since, until, everyDays: every };
}

function parseDays(text: string): number {
  const [, count, unit] = /^([1-9]\d{0,4})(d|w)$/.exec(text) ?? [];
  if (count !== undefined) return Number(count) * (unit === "w" ? 7 : 1);
  throw new PatchkitError(
    "usage/bad-argument",
    `--every: expected days or weeks such as 14d or 2w, found ${JSON.stringify(text)}`,
    { hint: "Give a whole number and d or w." },
  );
}

/** `--variant`, which may be given more than once. @param also what it takes beside variants, for the help. */
export function variantFlag(also = "a+b is a stack of two; "): Option {
  return new Option(
    "--variant <id>",
    `a variant, or several separated by commas; ${also}may be given more than once (default: all of the proposal)`,
  ).argParser(collectList);
}

/** `--stack`. */
export function stackFlag(): Option {
  return new Option(
    "--stack",
    "one series of all variants that --variant names, one after another in that order; its name, a+b, is for --variant of any command",
  ).conflicts("proposal");
}

/** `--proposal`, which may be given more than once. */
export function proposalFlag(): Option {
  return new Option(
    "--proposal <id>",
    "all variants of a proposal, or of several separated by commas (default without --variant: the first)",
  ).argParser(collectList);
}

/** `--set`, which may be given more than once. */
export function setFlag(): Option {
  return new Option("--set <[variant.]key=value>", "sets a param; may be given more than once").argParser(
    collect,
  );
}

/** `--templates`, which may be given more than once. */
export function templatesFlag(): Option {
  return new Option(
    "--templates <dir>",
    "also take variants from this folder, which has a folder for a proposal and in it one for each variant; may be given more than once",
  ).argParser(collect);
}

/** `--config`. */
export function configFlag(): Option {
  return new Option(
    "--config <file>",
    "the configuration (default: cilium-patchkit.config.json of the current folder or its parents, not in the clone)",
  );
}

/** `--out` for series. */
export function outFlag(meaning: string): Option {
  return new Option("--out <dir>", `${meaning} (default: ./patches)`);
}

/** Flags of commands that take variants from elsewhere. */
export interface SourceFlags {
  readonly templates?: string[];
  readonly config?: string;
}

/** `--identity`. */
export function identityFlag(): Option {
  return new Option(
    "--identity <'Name <mail>'>",
    "author and Signed-off-by of every commit (default: a neutral author, no sign-off)",
  );
}

/** `--verify`, of commands that hand series over. */
export function verifyFlag(): Option {
  return new Option(
    "--verify [engine]",
    "first render and verify the series, as `verify` does without more flags; engine as there (default: auto)",
  )
    .choices(engineNames)
    .preset("auto");
}

/** `--emit`. */
export function emitFlag(): Option {
  return new Option(
    "--emit <kind>",
    "do nothing here, but write a file for builders elsewhere: a bake file of BuildKit, or a GitHub Actions workflow",
  ).choices(["bake", "actions"]);
}

/** `--source`, with `--emit`. */
export function sourceFlag(): Option {
  return new Option("--source <url>", "with --emit, git repository that has the base commits").default(
    "https://github.com/cilium/cilium.git",
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
