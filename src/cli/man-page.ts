import type { Command, Option } from "commander";

/**
 * The manual page of a command tree, as mdoc(7)'s older sister man(7): sections in the order of man-pages(7).
 *
 * @param after text that follows the program's own flags in its help.
 */
export function manPage(program: Command, after: string): string {
  const name = program.name();
  return `${[
    `.TH ${name.toUpperCase()} 1 "" "${name}" "User Commands"`,
    ".SH NAME",
    `${roff(name)} \\- ${roff(program.description().replace(/\.$/, ""))}`,
    ".SH SYNOPSIS",
    `.B ${name}`,
    "\\fICOMMAND\\fR [\\fIFLAGS\\fR]",
    ".SH DESCRIPTION",
    roff(program.description()),
    ...flagsOf(program.options),
    ".SH COMMANDS",
    ...program.commands.flatMap(commandOf),
    ".SH NOTES",
    ".nf",
    ...after.trim().split("\n").map(roff),
    ".fi",
  ].join("\n")}\n`;
}

function commandOf(command: Command): string[] {
  const words = command.registeredArguments.map((one) => `<${one.name()}>`);
  return [
    `.SS ${[command.name(), ...words].map(roff).join(" ")}`,
    roff(command.description()),
    ...command.registeredArguments.map(
      (one) => `${roff(`<${one.name()}>`)}: ${roff([...(one.argChoices ?? [])].join(", "))}.`,
    ),
    ...flagsOf(command.options),
  ];
}

function flagsOf(options: readonly Option[]): string[] {
  return options.flatMap((option) => {
    const notes = [
      ...(option.argChoices ? [`choices: ${option.argChoices.join(", ")}`] : []),
      ...(option.defaultValue === undefined || typeof option.defaultValue === "boolean"
        ? []
        : [`default: ${String(option.defaultValue)}`]),
    ];
    const text = [option.description, ...(notes.length === 0 ? [] : [`(${notes.join("; ")})`])].join(" ");
    return [".TP", `\\fB${roff(option.flags)}\\fR`, roff(text)];
  });
}

/** Text that roff prints as it is: dashes are not broken into hyphens, and no line is taken for a request. */
function roff(text: string): string {
  const plain = text.replaceAll("\\", "\\e").replaceAll("-", "\\-");
  return /^[.']/.test(plain) ? `\\&${plain}` : plain;
}
