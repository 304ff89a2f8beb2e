import { execFileSync } from "node:child_process";
import { chmodSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type Attempt, attempts } from "../../src/host/engine.ts";
import {
  attemptsScript,
  containerSandbox,
  hostSandbox,
  isolationFailed,
  parseAttempts,
  sandboxId,
  trustedSandbox,
} from "../../src/host/sandbox.ts";
import { makeFolder } from "../helpers/folder.ts";

const tree = { from: "/w/tree", to: "/tmp/tree", isWritable: false };
const sandbox = { isRoot: false, mountPoint: "/c/mount", shown: [tree], hidden: ["/home/ann"] };
const all = ["tool", "user", "network", "bpf", "cluster"] as const;

/** Shell scripts among the words of a command must at least be shell. */
function assertShell(words: readonly string[]): void {
  for (const word of words.filter((one) => one.includes("\n")))
    execFileSync("sh", ["-n"], { input: word, stdio: ["pipe", "pipe", "pipe"] });
}

describe("hostSandbox", () => {
  it("hands the command on as words, whatever is in them", () => {
    const command = ["go", "test", "-run", "^(a b|'c')$", "$(id)"];
    for (const privileges of all) {
      const words = hostSandbox(sandbox, privileges, "/tmp/w x", command);
      expect(words.slice(-command.length)).toEqual(command);
      expect(words.at(-command.length - 1)).toBe("/tmp/w x");
      assertShell(words);
    }
  });

  it("starts as root of a user namespace, or as root gives its user away", () => {
    expect(hostSandbox(sandbox, "user", "/", ["true"]).slice(0, 3)).toEqual([
      "unshare",
      "--user",
      "--map-root-user",
    ]);
    const asRoot = (privileges: (typeof all)[number]) =>
      hostSandbox({ ...sandbox, isRoot: true }, privileges, "/", ["true"]).join(" ");
    for (const privileges of all) expect(asRoot(privileges)).toContain(`setpriv --reuid ${sandboxId}`);
    expect(asRoot("network")).not.toMatch(/^unshare --user/);
  });

  it("shows a folder read-only unless it is to be written, and hides what is to be hidden", () => {
    const shown = [
      { from: "/w/it's", to: "/tmp/tree", isWritable: false },
      { from: "/c/scratch", to: "/tmp/scratch", isWritable: true },
    ];
    const words = hostSandbox({ ...sandbox, shown }, "user", "/", ["true"]);
    assertShell(words);
    const script = words.join("\n");
    expect(script).toContain(`mount -n -o bind,ro '/w/it'\\''s' "$point"'/tree'`);
    expect(script).toContain(`mount -n -o bind '/c/scratch' "$point"'/scratch'`);
    expect(script).not.toContain("bind,ro '/c/scratch'");
    expect(script).toMatch(/mount -n -t tmpfs .* '\/home\/ann'/);
  });

  it("keeps capabilities for bpf alone, and those for a network", () => {
    const capabilities = (privileges: (typeof all)[number]) =>
      hostSandbox({ ...sandbox, isRoot: true }, privileges, "/", ["true"]).join("\n");
    expect(capabilities("bpf")).toContain("--bounding-set=-all,+net_admin,+net_raw,+cap_39");
    for (const privileges of ["tool", "user", "network"] as const)
      expect(capabilities(privileges)).not.toContain("+net_admin");
  });
});

it("leaves a command in a container as it is, but for one with a network of its own", () => {
  expect(containerSandbox("tool", "/go", ["go", "vet"])).toEqual(["go", "vet"]);
  expect(containerSandbox("user", "/go", ["./x.test"])).toEqual(["./x.test"]);
  expect(containerSandbox("network", "/go", ["./x.test"]).slice(0, 3)).toEqual([
    "unshare",
    "--user",
    "--map-root-user",
  ]);
  expect(containerSandbox("bpf", "/go", ["./x.test"])).not.toContain("--user");
});

it("lets whole agents of a trusted tree end with the program that starts them", () => {
  expect(trustedSandbox("user", "/", ["./x"])).toEqual(["./x"]);
  expect(trustedSandbox("cluster", "/", ["./x"]).slice(0, 3)).toEqual(["setpriv", "--pdeathsig", "KILL"]);
});

it.each([
  [97, "x\ncilium-patchkit isolation: a private /tmp cannot be made\n", "a private /tmp cannot be made"],
  [1, "unshare: unshare failed: Operation not permitted\n", "creating namespaces is not permitted"],
  [97, "a test that ends so\n", undefined],
  [1, "FAIL\n", undefined],
])("tells a sandbox that could not be made from a command that failed: %i %j", (status, stderr, expected) => {
  const found = isolationFailed({ status, stderr });
  expect(found === undefined ? undefined : found.slice(0, expected?.length)).toBe(expected);
});

describe("the attempts", () => {
  /** What they come to here, without any sandbox. */
  async function tried(folders: Readonly<Record<string, string>>): Promise<readonly Attempt[] | undefined> {
    const folder = await makeFolder({ ...folders, "bin/mount": "#!/bin/sh\nexit 1\n" });
    const bin = join(folder, "bin");
    chmodSync(join(bin, "mount"), 0o755);
    const [program = "", ...args] = attemptsScript(join(folder, "tree"), [join(folder, "cache")]);
    // With another mount, so that root changes nothing of this machine.
    const env = { PATH: `${bin}:${process.env["PATH"]}` };
    const output = execFileSync(program, args, { encoding: "utf8", env });
    for (const name of ["tree", "cache"]) expect(readdirSync(join(folder, name))).toEqual(["a"]);
    return parseAttempts(output);
  }

  it("succeed on folders that can be written, and leave nothing there", async () => {
    const made = await tried({ "tree/a": "", "cache/a": "" });
    expect(made).toEqual(expect.arrayContaining(["change the tree", "change a build cache"]));
  });

  it("are known only if they came to their end", () => {
    expect(parseAttempts("done\n")).toEqual([]);
    expect(parseAttempts(`${attempts.join("\n")}\ndone\n`)).toEqual(attempts);
    expect(parseAttempts("change the tree\n")).toBeUndefined();
  });
});
