import type { Command, Option } from "commander";

/** A flag as a shell offers it. */
export interface CompletedFlag {
  /** `--ref`, and `-C` where there is a short form. */
  readonly names: readonly string[];
  readonly meaning: string;
  /** Whether a value follows. */
  readonly takesValue: boolean;
  /** Values that are offered; empty for values of the user's own. */
  readonly values: readonly string[];
  /** Whether the value is a file or a folder. */
  readonly isPath: boolean;
}

/** A command as a shell offers it. */
export interface CompletedCommand {
  readonly name: string;
  readonly meaning: string;
  readonly flags: readonly CompletedFlag[];
  /** Words that may follow it. */
  readonly words: readonly string[];
}

/** What is known beside the command tree: values by the flag that takes them. */
export type KnownValues = Readonly<Record<string, readonly string[]>>;

/** What can be completed, from the same command tree as the help. */
export function completedCommands({ commands }: Command, known: KnownValues): CompletedCommand[] {
  return commands.map((command) => ({
    name: command.name(),
    meaning: command.description(),
    flags: [...command.options.map((option) => completedFlag(option, known)), help],
    words: command.registeredArguments.flatMap(({ argChoices }) => argChoices ?? []),
  }));
}

const help: CompletedFlag = {
  names: ["--help", "-h"],
  meaning: "display help for command",
  takesValue: false,
  values: [],
  isPath: false,
};

function completedFlag(option: Option, known: KnownValues): CompletedFlag {
  const names = [option.long, option.short].flatMap((name) => name ?? []);
  const takesValue = option.required || option.optional;
  return {
    names,
    meaning: option.description,
    takesValue,
    values: option.argChoices ?? known[option.long ?? ""] ?? [],
    isPath: /<(dir|file)>$/.test(option.flags),
  };
}
