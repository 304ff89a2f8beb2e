import { readShell } from "./shell-commands.ts";

/** The programs that a check script needs, or why it does not run. */
export type ScriptKind = { readonly programs: readonly string[] } | { readonly reason: string };

/** Bash builtins that do not run, read or write anything else. */
const builtins: ReadonlySet<string> = new Set(
  [
    ": [ [[ break cd command continue declare echo exit export false getopts let local mapfile popd printf pushd pwd",
    "read readarray readonly return set shift shopt test true type typeset unset wait",
  ]
    .join(" ")
    .split(" "),
);

/** Programs that only read and print: they give the same output without a network and outside of a repository. */
const readers: ReadonlySet<string> = new Set(
  [
    "awk basename bash cat cmp comm cut diff dirname egrep env expr fgrep find go gofmt grep head jq ls nl od paste",
    "realpath readlink sed seq sh sort stat tac tail tr uniq wc xargs",
  ]
    .join(" ")
    .split(" "),
);

/** Subcommands of `go` that neither download nor change anything; they only run code of the tree. */
const goCommands: ReadonlySet<string> = new Set(["env", "list", "run", "tool", "version", "vet"]);

/** Keywords and similar words that may precede a command on the same line. */
const leading: ReadonlySet<string> = new Set([
  "if",
  "then",
  "elif",
  "else",
  "while",
  "until",
  "do",
  "!",
  "{",
  "time",
  "exec",
]);
/** Keywords followed by names, patterns, or nothing. */
const trailing: ReadonlySet<string> = new Set(["for", "select", "case", "fi", "done", "esac", "}", "]]"]);

/**
 * Whether a check script only reads the tree, with common programs or programs of the tree: then it gives the same
 * result in a copy of the tree without a network. This excludes generators, which recreate files and run git diff,
 * and builds in containers.
 *
 * @param script text of a bash script that is run without arguments.
 */
export function scriptKind(script: string): ScriptKind {
  const { commands, functions, written } = readShell(withoutArguments(script));
  const file = written.find((one) => !/^(?:\d+|-|\/dev\/(?:null|stdout|stderr))$/.test(one));
  if (file !== undefined) return { reason: `it writes ${file}` };
  const programs = new Set(
    commands.flatMap(programsOf).filter((name) => !builtins.has(name) && !functions.has(name)),
  );
  const others = [...programs].filter((name) => !readers.has(name));
  if (others.length > 0) return { reason: `it runs ${others.slice(0, 3).join(", ")}` };
  return { programs: [...programs].sort() };
}

/** Removes code that a script only runs with arguments, such as fixing what it finds. */
function withoutArguments(script: string): string {
  const rest = script.replace(/^([ \t]*)if \[+ \$# -g[te] \d+[^\n]*\n[\s\S]*?^\1fi\b/gm, "");
  const definitions = [...rest.matchAll(/^(\w+)\(\)\s*\{\n[\s\S]*?^\}/gm)];
  const unused = definitions.find(([body, name = ""]) => {
    const { commands } = readShell(rest.replace(body, () => ""));
    return !commands.some((words) => programsOf(words).includes(name));
  });
  return unused ? withoutArguments(rest.replace(unused[0], () => "")) : rest;
}

/** The programs that one command runs: itself, and those it starts, such as by xargs. */
function programsOf(words: readonly string[]): string[] {
  const [first, ...rest] = words;
  if (first === undefined || trailing.has(first)) return [];
  if (first === "function") return programsOf(rest.slice(1));
  if (leading.has(first) || /^\w+(?:\[[^\]]*\])?\+?=/.test(first)) return programsOf(rest);
  const name = nameOf(first);
  switch (name) {
    case "xargs":
      return [name, ...programsOf(withoutOptions(rest))];
    case "env":
      return [name, ...programsOf(rest.filter((word) => !word.startsWith("-")))];
    case "find":
      return [name, ...findActions(rest)];
    case "go":
      return [goCommands.has(rest[0] ?? "") ? name : `go ${rest[0] ?? ""}`];
    case "sed":
    case "gofmt":
      return [rest.some((word) => /^-(?:i|w|-in-place)/.test(word)) ? `${name} in place` : name];
    default:
      return [name];
  }
}

/** A program's name without the folder; also recognises the variables for Go and make in Cilium's scripts. */
function nameOf(word: string): string {
  const variable = /^\$\{?(GO|MAKE)\b[^/]*$/.exec(word)?.[1];
  return variable?.toLowerCase() ?? word.slice(word.lastIndexOf("/") + 1);
}

/** The words of xargs after its options, some of which have an argument. */
function withoutOptions(words: readonly string[]): readonly string[] {
  const [first, ...rest] = words;
  if (!first?.startsWith("-")) return words;
  return withoutOptions(/^-[EILPdns]$/.test(first) ? rest.slice(1) : rest);
}

function findActions(words: readonly string[]): string[] {
  return words.flatMap((word, index) => {
    if (/^-(?:exec|ok)(?:dir)?$/.test(word)) return programsOf(words.slice(index + 1));
    return /^-(?:delete|fprint|fls)/.test(word) ? [`find ${word}`] : [];
  });
}
