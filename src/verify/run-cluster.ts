import { join } from "node:path";
import { agentPrograms, type EngineResult } from "../host/engine.ts";
import { writeText } from "../host/files.ts";
import { renderText } from "../plan/index.ts";
import { buildPaths } from "../profile/index.ts";
import { buildPackage } from "./baseline.ts";
import type { TrialInput } from "./check.ts";
import type { Companion, CompanionOutput } from "./companion.ts";
import { tail } from "./go-command.ts";
import { endedWords } from "./go-tests.ts";
import type { TreeState } from "./tree-state.ts";
import type { ClusterInput } from "./trials.ts";

const helpTimeoutMs = 120_000;
const compileTimeoutMs = 300_000;
const runTimeoutMs = 1_800_000;

/** Source of the program that makes clusters: it knows nothing of the tree. */
export async function clusterSource(
  { template }: Companion,
  { part: { templates } }: TrialInput,
): Promise<string> {
  return renderText(templates, template, {});
}

/** Builds the agents that the runs need, and has the program make a cluster for each run. */
export async function runCluster(
  { name, marker }: Companion,
  input: TrialInput,
  state: TreeState,
  source: string,
  runs: readonly object[],
): Promise<CompanionOutput> {
  const { bench } = input;
  const { session } = bench;
  const folder = `${state.name}-${name}`;
  const home = `${session.scratch}/${folder}`;
  await writeText(join(bench.folders.work, folder, "main.go"), source);
  const compiled = await session.run({
    command: ["go", "build", "-o", `${home}/cluster`, `${session.work}/${folder}/main.go`],
    cwd: session.scratch,
    env: { GO111MODULE: "off", GOFLAGS: "", CGO_ENABLED: "0" },
    privileges: "tool",
    timeoutMs: compileTimeoutMs,
  });
  const programTrouble = troubleOf(compiled, "the program that makes clusters does not compile");
  if (programTrouble) return programTrouble;

  const start = async (clusters: readonly object[]): Promise<CompanionOutput> => {
    const file = `${folder}/runs.json`;
    await writeText(
      join(bench.folders.work, file),
      JSON.stringify({ Home: home, Library: session.tree, Programs: agentPrograms, Runs: clusters }),
    );
    const result = await session.run({
      command: [`${home}/cluster`, `${session.work}/${file}`],
      cwd: session.scratch,
      privileges: "cluster",
      timeoutMs: runTimeoutMs,
    });
    const lines = result.stdout
      .split("\n")
      .filter((line) => line.startsWith(`${marker} `))
      .map((line) => line.slice(marker.length + 1));
    return { lines, trouble: troubleOf(result, "the program that makes clusters failed")?.trouble };
  };
  // What the machine lacks is known before minutes are spent on agents.
  const ready = await start([]);
  if (ready.trouble || ready.lines.length > 0) return ready;

  const clusters = runs as readonly ClusterInput[];
  const agents = new Map<string, Agent>();
  for (const wanted of new Set(clusters.flatMap(({ Phases }) => Phases.map(({ Agent }) => Agent)))) {
    const agent = await buildAgent(input, wanted === "base" ? input.base : state);
    if ("trouble" in agent) return { lines: [], trouble: agent.trouble };
    agents.set(wanted, agent);
  }
  const filled = clusters.map(({ Name, Phases }) => ({
    Name,
    Phases: Phases.map((phase) => {
      const agent = agents.get(phase.Agent);
      return { ...phase, Agent: agent?.path, Args: [...(agent?.args ?? []), ...phase.Args] };
    }),
  }));
  return start(filled);
}

interface Agent {
  readonly path: string;
  readonly args: readonly string[];
}

/** An agent of a state, with the arguments of the report as its own help spells them. */
async function buildAgent(
  { bench: { session }, part }: TrialInput,
  state: TreeState,
): Promise<Agent | Pick<CompanionOutput & { trouble: object }, "trouble">> {
  const path = `${session.scratch}/${state.name}/${buildPaths.agentName}`;
  const built = await buildPackage(state, buildPaths.agentProgram, path);
  if (!built.ok) {
    const words = built.cutShort ? `go build of the agent: ${built.output}` : "the agent does not compile";
    return { trouble: { words, isFailure: !built.cutShort, log: built.output } };
  }
  const help = await session.run({
    command: [path, "--help"],
    cwd: session.scratch,
    // Its library for debugging writes to the home folder of the user database, which a sandbox does not have.
    env: { GOPS_CONFIG_DIR: session.scratch },
    privileges: "user",
    timeoutMs: helpTimeoutMs,
  });
  const trouble = troubleOf(help, "the agent does not print its help");
  if (trouble) return trouble;
  const args = part.trials.cluster.argumentsOf(`${help.stdout}\n${help.stderr}`);
  if ("reason" in args) return { trouble: { words: args.reason, isFailure: false, log: "" } };
  return { path, args };
}

function troubleOf({ ended, status, stdout, stderr }: EngineResult, words: string) {
  if (ended === "exited" && status === 0) return undefined;
  const log = tail(`${stdout}\n${stderr}`, 40);
  return {
    lines: [],
    trouble: { words: ended === "exited" ? words : endedWords(ended), isFailure: false, log },
  };
}
