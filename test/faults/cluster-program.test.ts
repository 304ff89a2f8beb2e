import { execFileSync, spawn } from "node:child_process";
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { beforeAll, describe, expect, it } from "vitest";
import { packageRoot } from "../../src/host/assets.ts";
import { runProgram } from "../../src/host/run-program.ts";
import { trustedSandbox } from "../../src/host/sandbox.ts";
import { temporaryFolder } from "../helpers/clone-program.ts";
import { hasGo, hasNamespaces } from "../helpers/machine.ts";

const temp = temporaryFolder();
const program = join(temp, "cluster");

/** The program that makes clusters, with stand-ins for other programs on its PATH. */
function prepare(name: string, standIns: Readonly<Record<string, string>>, programs: readonly string[] = []) {
  const home = join(temp, name);
  const bin = join(home, "bin");
  mkdirSync(bin, { recursive: true });
  mkdirSync(join(home, "tree/bpf"), { recursive: true });
  for (const [file, script] of Object.entries(standIns)) {
    writeFileSync(join(bin, file), `#!/bin/sh\n${script}\n`);
    chmodSync(join(bin, file), 0o755);
  }
  const phase = { Name: "fresh", Agent: join(bin, "agent"), Args: ["{library}"], RoutesApart: true };
  const input = {
    Home: join(home, "clusters"),
    Library: join(home, "tree"),
    Programs: programs,
    Runs: [{ Name: "base", Phases: [phase] }],
  };
  writeFileSync(join(home, "runs.json"), JSON.stringify(input));
  const command = trustedSandbox("cluster", "/", [program, join(home, "runs.json")]);
  return { home, command, env: { ...process.env, PATH: `${bin}:${process.env["PATH"]}` } };
}

/** What the program says of a cluster that it cannot make. */
async function troubleOf(
  ...prepared: Parameters<typeof prepare>
): Promise<{ Trouble: string; Log: string[] }> {
  const { command, env } = prepare(...prepared);
  const signal = new AbortController().signal;
  const { stdout } = await runProgram(command, { env, cwd: "/", signal, timeoutMs: 300_000 });
  const lines = stdout.split("\n").filter((line) => line.startsWith("CLUSTER "));
  expect(lines).toHaveLength(1);
  return JSON.parse(lines[0]?.slice("CLUSTER ".length) ?? "") as { Trouble: string; Log: string[] };
}

/** A shell command that fails with a message where its arguments hold a word. */
const failing = (name: string, word: string, message: string) =>
  `case "$*" in *"${word}"*) echo "${message}" >&2; exit 2 ;; esac\nexec ${execFileSync("sh", [
    "-c",
    `command -v ${name}`,
  ])
    .toString()
    .trim()} "$@"`;

/** Answers as etcd does when it is asked whether it is well. */
const etcd = `exec ${process.execPath} -e 'require("http").createServer((q, r) => r.end("{}")).listen(4379, "10.248.14.1")' '${temp}-etcd'`;

/** Programs that have an argument in common. */
function running(word: string): string[] {
  return readdirSync("/proc").filter((entry) => {
    if (!/^\d+$/.test(entry)) return false;
    try {
      return readFileSync(`/proc/${entry}/cmdline`, "utf8").includes(word);
    } catch {
      return false;
    }
  });
}

describe.skipIf(!hasGo || !hasNamespaces)(
  "the program that makes clusters (skipped without Go, or where no namespaces may be made)",
  () => {
    beforeAll(() => {
      const source = join(temp, "main.go");
      const template = join(packageRoot, "templates/node-routes/_verify/cluster.go.hbs");
      writeFileSync(source, readFileSync(template, "utf8"));
      const env = { ...process.env, GO111MODULE: "off", GOFLAGS: "", CGO_ENABLED: "0" };
      execFileSync("go", ["build", "-o", program, source], { env });
    });

    it("names what agents need and nobody installed", async () => {
      const { Trouble } = await troubleOf("missing", {}, ["sh", "no-such-etcd", "no-such-clang"]);
      expect(Trouble).toBe("agents need no-such-etcd, no-such-clang, found none");
    });

    it("wants root of the machine, and not that of a user namespace", async () => {
      const { command, env } = prepare("users", {});
      const asUser = ["unshare", "--user", "--map-root-user", ...command.slice(-2)];
      const { signal } = new AbortController();
      const { stdout } = await runProgram(asUser, { env, cwd: "/", signal, timeoutMs: 60_000 });
      expect(stdout).toMatch(/"Trouble":"agents need root of the machine, found a user namespace \(0 0 1\)"/);
    });

    it.each([
      ["VXLAN", "ip", "type vxlan", "Unknown device type"],
      ["clsact", "tc", "clsact", "Specified qdisc kind is unknown"],
    ])("says that the kernel has no %s", async (what, name, word, message) => {
      const { Trouble } = await troubleOf(what, { [name]: failing(name, word, message) });
      expect(Trouble).toBe(`this kernel does not support ${what}: ${message}`);
    });

    it("gives etcd's own words where its port is taken", async () => {
      const taken = "listen tcp 10.248.14.1:4379: bind: address already in use";
      const { Trouble, Log } = await troubleOf("port", { etcd: `echo '${taken}' >&2; exit 1` });
      expect(Trouble).toBe("etcd ended: exit status 1");
      expect(Log).toEqual([taken]);
    });

    it("gives an agent's own words where it ends at its start", async () => {
      const { Trouble, Log } = await troubleOf("start", { etcd, agent: "echo level=fatal why; exit 1" });
      expect(Trouble).toBe("the agent of tt-lab6 ended");
      expect(Log).toEqual(["level=fatal why"]);
    });

    it("spares agents the question for Envoy's version, whose flag is hidden", async () => {
      const { Log } = await troubleOf("envoy", {
        etcd,
        agent: 'echo "$CILIUM_DISABLE_ENVOY_VERSION_CHECK ${PATH:+and more}"; exit 1',
      });
      expect(Log).toEqual(["true and more"]);
    });

    it("shows agents one BPF file system, as they want it", async () => {
      const { Log } = await troubleOf("bpf", {
        etcd,
        agent: "grep -c ' /sys/fs/bpf ' /proc/self/mountinfo; exit 1",
      });
      expect(Log).toEqual(["1"]);
    });

    it("lets agents change a copy of their sources, and not the tree", async () => {
      const agent = 'chmod 500 "$1/bpf"; stat -c %a "$1/bpf"; exit 1';
      const { Log } = await troubleOf("sources", { etcd, agent });
      expect(Log).toEqual(["500"]);
      expect(statSync(join(temp, "sources/tree/bpf")).mode & 0o777).toBe(0o755);
    });

    it("leaves no agent, no etcd and no namespace behind when what started it is killed", async () => {
      const agent = `exec ${process.execPath} -e 'setInterval(() => {}, 1000)'`;
      const { command, env } = prepare("killed", { etcd, agent: `${agent} '${temp}-agent'` });
      const starter = spawn("sh", ["-c", '"$@" & wait', "sh", ...command], { env, stdio: "ignore" });
      // Each becomes what it is when the shell that starts it has read its script.
      while (running(`${temp}-agent`).length < 4) await setTimeout(100);
      expect([running(`${temp}-agent`).length, running(`${temp}-etcd`).length]).toEqual([4, 1]);
      starter.kill("SIGKILL");
      while (running(temp).length > 0) await setTimeout(100);
      // What holds a namespace is a process or a name: none has one of the nodes' devices.
      expect(execFileSync("sh", ["-c", "ip -o link"]).toString()).not.toMatch(/ (br0|p20|p22|p24|p26)[@:]/);
    });
  },
);
