import type { CompletedCommand, CompletedFlag } from "./completion-words.ts";

export const shells = ["bash", "zsh", "fish"] as const;

export type Shell = (typeof shells)[number];

const programs = ["cilium-patchkit", "patchkit"] as const;

/** The script that makes a shell complete commands, flags and values. */
export function completionScript(shell: Shell, commands: readonly CompletedCommand[]): string {
  switch (shell) {
    case "bash":
      return bashScript(commands);
    case "zsh":
      return zshScript(commands);
    case "fish":
      return fishScript(commands);
  }
}

/** A word for any of the shells: single quotes keep everything but themselves. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function joined(words: readonly string[]): string {
  return quoted(words.join(" "));
}

/** Cases of a shell's `case` for flags with a value: what is offered after them. */
function valueCases({ name, flags }: CompletedCommand, offer: (flag: CompletedFlag) => string): string[] {
  return flags
    .filter(({ takesValue }) => takesValue)
    .map((flag) => `    ${flag.names.map((one) => `${name}:${one}`).join("|")}) ${offer(flag)} ;;`);
}

function bashScript(commands: readonly CompletedCommand[]): string {
  const names = commands.map(({ name }) => name);
  const offer = ({ values, isPath }: CompletedFlag) =>
    isPath
      ? 'compopt -o default 2>/dev/null || _cilium_patchkit_take compgen -f -- "$current"; return'
      : `words=${joined(values)}`;
  // macOS has bash 3.2, which knows neither mapfile nor compopt.
  return `# bash completion of cilium-patchkit: source it, or put it into /etc/bash_completion.d/.
_cilium_patchkit_take() {
  local line
  while IFS= read -r line; do COMPREPLY+=("$line"); done < <("$@")
}
_cilium_patchkit() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} command= words= prefix= word
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case " ${names.join(" ")} " in *" $word "*) command=$word; break ;; esac
  done
  COMPREPLY=()
  case $command:$previous in
${commands.flatMap((command) => valueCases(command, offer)).join("\n")}
    *)
      case $command in
        '') words=${joined([...names, "--help", "--version"])} ;;
${commands.map(({ name, flags, words }) => `        ${name}) words=${joined([...words, ...flags.flatMap((flag) => flag.names)])} ;;`).join("\n")}
      esac ;;
  esac
  # Of a list with commas, the last one is completed.
  if [[ $current == *,* && $current != -* ]]; then prefix=\${current%,*},; fi
  _cilium_patchkit_take compgen -P "$prefix" -W "$words" -- "\${current#"$prefix"}"
}
complete -F _cilium_patchkit ${programs.join(" ")}
`;
}

function zshScript(commands: readonly CompletedCommand[]): string {
  const described = (name: string, meaning: string) => quoted(`${name.replaceAll(":", "\\:")}:${meaning}`);
  const offer = ({ values, isPath }: CompletedFlag) =>
    isPath ? "_files" : `compset -P '*,'; compadd -- ${values.map(quoted).join(" ")}`;
  const flagsOf = ({ flags, words }: CompletedCommand) =>
    [
      ...words.map((word) => quoted(word)),
      ...flags.flatMap(({ names, meaning }) => names.map((name) => described(name, meaning))),
    ].join(" ");
  return `#compdef ${programs.join(" ")}
# zsh completion of cilium-patchkit: source it after compinit, or put it as _cilium-patchkit into a folder of $fpath.
_cilium_patchkit() {
  local command= word
  local -a offered
  for word in "\${(@)words[2,CURRENT-1]}"; do
    case $word in (${commands.map(({ name }) => name).join("|")}) command=$word; break ;; esac
  done
  case $command:$words[CURRENT-1] in
${commands.flatMap((command) => valueCases(command, offer)).join("\n")}
    *)
      case $command in
        ('') offered=(${commands.map(({ name, meaning }) => described(name, meaning)).join(" ")}) ;;
${commands.map((command) => `        (${command.name}) offered=(${flagsOf(command)}) ;;`).join("\n")}
      esac
      _describe -t words word offered ;;
  esac
}
compdef _cilium_patchkit ${programs.join(" ")}
`;
}

function fishScript(commands: readonly CompletedCommand[]): string {
  const names = commands.map(({ name }) => name).join(" ");
  const lines = programs.flatMap((program) => [
    `complete -c ${program} -f`,
    ...commands.flatMap((command) => fishCommand(program, command, names)),
  ]);
  return `# fish completion of cilium-patchkit: put it into ~/.config/fish/completions/, for both names.\n${lines.join("\n")}\n`;
}

function fishCommand(
  program: string,
  { name, meaning, flags, words }: CompletedCommand,
  all: string,
): string[] {
  const within = `-n ${fishQuoted(`__fish_seen_subcommand_from ${name}`)}`;
  return [
    `complete -c ${program} -n ${fishQuoted(`not __fish_seen_subcommand_from ${all}`)} -a ${name} -d ${fishQuoted(meaning)}`,
    ...(words.length === 0 ? [] : [`complete -c ${program} ${within} -a ${fishQuoted(words.join(" "))}`]),
    ...flags.map(({ names, meaning: text, takesValue, values, isPath }) => {
      const forms = names.map((one) => (one.startsWith("--") ? `-l ${one.slice(2)}` : `-s ${one.slice(1)}`));
      const value = isPath ? ["-r", "-F"] : takesValue ? ["-x"] : [];
      const offered = values.length === 0 ? [] : ["-a", fishQuoted(values.join(" "))];
      return [`complete -c ${program}`, within, ...forms, ...value, ...offered, "-d", fishQuoted(text)].join(
        " ",
      );
    }),
  ];
}

/** In fish, a backslash in single quotes quotes a quote and itself. */
function fishQuoted(text: string): string {
  return `'${text.replace(/[\\']/g, "\\$&")}'`;
}
