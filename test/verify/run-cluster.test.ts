import { mkdtemp, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { EngineCommand, EngineResult } from "../../src/host/engine.ts";
import type { TrialInput } from "../../src/verify/check.ts";
import { runCluster } from "../../src/verify/run-cluster.ts";
import type { TreeState } from "../../src/verify/tree-state.ts";

const companion = { name: "cluster", template: "", testName: "", variable: "", marker: "CLUSTER" };
const ended = (changed: Partial<EngineResult> = {}): EngineResult => ({
  ended: "exited",
  status: 0,
  stdout: "",
  stderr: "",
  ...changed,
});

/** Runs two phases in an engine that answers commands by what they are; each is noted. */
async function tryRun(answers: Readonly<Record<string, Partial<EngineResult>>> = {}) {
  const work = await mkdtemp(join(tmpdir(), "patchkit-cluster-test-"));
  const told: string[] = [];
  const answer = (kind: string) => {
    const isFirst = kind === "cluster" && !told.includes("machine");
    told.push(isFirst ? "machine" : kind);
    return ended(answers[isFirst ? "machine" : kind]);
  };
  const session = {
    scratch: "/scratch",
    work: "/work",
    tree: "/tree",
    run: async ({ command, privileges }: EngineCommand) =>
      answer(privileges === "cluster" ? "cluster" : command.includes("--help") ? "help" : "program"),
  };
  const state = (name: string) =>
    ({
      name,
      go: {
        run: async () => answer(`build ${name}`),
        overlay: { file: "/o/overlay.json" },
        tree: { session },
      },
    }) as unknown as TreeState;
  const input = {
    base: state("base"),
    bench: { session, folders: { work } },
    part: { trials: { cluster: { argumentsOf: (help: string) => [`--told=${help.trim()}`] } } },
  } as unknown as TrialInput;
  const phases = [
    { Name: "before", Agent: "base", Args: [], RoutesApart: true },
    { Name: "upgraded", Agent: "tried", Args: ["--off"], RoutesApart: false, RoutesShared: false },
  ];
  const output = await runCluster(companion, input, state("gate"), "package main", [
    { Name: "x", Phases: phases },
  ]);
  const written = await readFile(join(work, "gate-cluster", "runs.json"), "utf8").catch(() => "{}");
  return { output, told, written: JSON.parse(written) as unknown };
}

describe("runCluster", () => {
  it("builds the agents of the phases, asks each what it can be told, and starts them as such", async () => {
    const { output, told, written } = await tryRun({
      help: { stdout: "flags" },
      cluster: { stdout: 'noise\nCLUSTER {"Run":"x"}\n' },
    });
    expect(told).toEqual(["program", "machine", "build base", "help", "build gate", "help", "cluster"]);
    expect(written).toMatchObject({
      Library: "/tree",
      Programs: expect.arrayContaining(["etcd"]) as string[],
      Runs: [
        {
          Name: "x",
          Phases: [
            { Agent: "/scratch/base/cilium-agent", Args: ["--told=flags"], RoutesApart: true },
            { Agent: "/scratch/gate/cilium-agent", Args: ["--told=flags", "--off"] },
          ],
        },
      ],
    });
    expect(output).toEqual({ lines: ['{"Run":"x"}'], trouble: undefined });
  });

  it("tells an agent that does not compile from one whose compiler was stopped", async () => {
    const broken = await tryRun({ "build base": { status: 1, stderr: "node.go:1: undefined: x" } });
    expect(broken.output.trouble).toMatchObject({ words: "the agent does not compile", isFailure: true });
    const stopped = await tryRun({ "build base": { ended: "timed-out" } });
    expect(stopped.output.trouble).toMatchObject({ isFailure: false });
    expect(stopped.told).toEqual(["program", "machine", "build base"]);
  });

  it("builds no agent where the machine lacks what they need", async () => {
    const lack = '{"Trouble":"agents need etcd"}';
    const { output, told } = await tryRun({ machine: { stdout: `CLUSTER ${lack}\n` } });
    expect(told).toEqual(["program", "machine"]);
    expect(output).toEqual({ lines: [lack], trouble: undefined });
  });

  it("keeps what was printed before the program came to an end of its own", async () => {
    const { output } = await tryRun({ cluster: { status: 2, stdout: "CLUSTER {}\n", stderr: "panic: x" } });
    expect(output.lines).toEqual(["{}"]);
    expect(output.trouble).toMatchObject({
      isFailure: false,
      log: expect.stringContaining("panic: x") as string,
    });
  });
});
