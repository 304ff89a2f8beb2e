import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { completionScript, type Shell } from "../../src/cli/completion-scripts.ts";
import { completedCommands } from "../../src/cli/completion-words.ts";
import { makeCommandTree } from "../helpers/command-tree.ts";
import { makeFolder } from "../helpers/folder.ts";

const commands = completedCommands(makeCommandTree(), { "--checks": ["apply", "bite", "build"] });

/** What a shell offers for a command line whose last word is being typed. @param before lines before the script. */
async function offered(shell: Shell, words: readonly string[], before = ""): Promise<string[]> {
  const folder = await makeFolder();
  const script = join(folder, "script");
  writeFileSync(script, `${before}${completionScript(shell, commands)}`);
  const { stdout, stderr } = spawnSync(
    shell,
    shell === "fish" ? fishArgs(script, words) : ["-c", asks[shell], shell, script, ...words],
    {
      encoding: "utf8",
      env: { PATH: process.env["PATH"], HOME: folder, XDG_CONFIG_HOME: folder, XDG_DATA_HOME: folder },
    },
  );
  expect(stderr).toBe("");
  return stdout
    .split(/\n/)
    .filter(Boolean)
    .map((line) => line.split("\t")[0] ?? "");
}

const asks = {
  bash: 'source "$1"; COMP_WORDS=("${@:2}"); COMP_CWORD=$(($# - 2)); _cilium_patchkit; printf "%s\\n" "${COMPREPLY[@]}"',
  // Without a terminal, what would be offered is printed instead.
  zsh: `compdef() { :; }; compset() { :; }; compadd() { shift; print -l -- "$@"; }; _files() { print FILES; }
    _describe() { print -l -- "\${(@)offered%%:*}"; }; source "$1"; words=("\${@:2}"); CURRENT=$#words; _cilium_patchkit`,
};

function fishArgs(script: string, words: readonly string[]): string[] {
  return ["--no-config", "-c", 'source $argv[1]; complete -C "$argv[2]"', script, words.join(" ")];
}

const has = (shell: string) => spawnSync(shell, ["-c", "true"]).status === 0;

describe("bash", () => {
  it("offers commands, flags, values, and the last of a list", async () => {
    expect(await offered("bash", ["patchkit", "ver"])).toEqual(["verify"]);
    expect(await offered("bash", ["patchkit", "verify", "--eng"])).toEqual(["--engine"]);
    expect(await offered("bash", ["patchkit", "verify", "--engine", ""])).toEqual(["docker", "host"]);
    expect(await offered("bash", ["patchkit", "-C", "/x", "verify", "--checks", "apply,b"])).toEqual([
      "apply,bite",
      "apply,build",
    ]);
    expect(await offered("bash", ["patchkit", "completion", "z"])).toEqual(["zsh"]);
  });

  it("needs nothing that bash 3.2, which is that of macOS, does not have", async () => {
    const old = "enable -n mapfile readarray compopt\n";
    expect(await offered("bash", ["patchkit", "ver"], old)).toEqual(["verify"]);
    expect(await offered("bash", ["patchkit", "verify", "--checks", "apply,bi"], old)).toEqual([
      "apply,bite",
    ]);
    expect(await offered("bash", ["patchkit", "verify", "-C", "/etc/host"], old)).toContain("/etc/hosts");
  });
});

describe.skipIf(!has("zsh"))("zsh (skipped where it is not installed)", () => {
  it("offers commands, flags, values and files", async () => {
    expect(await offered("zsh", ["patchkit", ""])).toEqual(["verify", "completion"]);
    expect(await offered("zsh", ["patchkit", "verify", "--"])).toContain("--engine");
    expect(await offered("zsh", ["patchkit", "verify", "--engine", ""])).toEqual(["docker", "host"]);
    expect(await offered("zsh", ["patchkit", "verify", "-C", ""])).toEqual(["FILES"]);
  });
});

describe.skipIf(!has("fish"))("fish (skipped where it is not installed)", () => {
  it("offers commands, flags and values, each with its meaning", async () => {
    expect(await offered("fish", ["patchkit", "ver"])).toEqual(["verify"]);
    expect(await offered("fish", ["patchkit", "verify", "--eng"])).toEqual(["--engine"]);
    expect(await offered("fish", ["patchkit", "verify", "--engine", ""])).toEqual(["docker", "host"]);
  });
});
