import { chmodSync, readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { EngineCommand, EngineSession } from "../../src/host/engine.ts";
import { containerEngine } from "../../src/host/engine-container.ts";
import { failureOf } from "../helpers/failure.ts";
import { makeFolder } from "../helpers/folder.ts";

interface Answers {
  readonly kind?: "docker" | "podman";
  /** What containers of the tree's code print in the attempts. */
  readonly attempts?: string;
  /** What a tool does, and `build`, in shell. */
  readonly tool?: string;
  readonly build?: string;
  readonly trustsAgents?: boolean;
}

/** A session with an engine whose client notes its calls, and the lines of those. */
async function open({
  kind = "docker",
  attempts = "echo done",
  tool = ":",
  build = ":",
  trustsAgents = false,
}: Answers = {}) {
  const script = [
    "#!/bin/sh",
    'here=$(dirname "$0")',
    'printf "%s\\n" "$*" | head -n 1 >>"$here/calls"',
    'case "$1" in',
    "version) echo 20.10 ;;",
    "image) echo sha256:abc ;;",
    `build) ${build} ;;`,
    "run)",
    '  case "$*" in',
    "  *'go version'*) echo 'go version go1.24.1 linux/amd64' ;;",
    `  *patchkit-attempt*) ${attempts} ;;`,
    `  *the-tool*) ${tool} ;;`,
    "  esac ;;",
    "esac",
  ];
  const folder = await makeFolder({ client: script.join("\n"), "tree/a": "", "work/a": "" });
  chmodSync(join(folder, "client"), 0o755);
  const engine = containerEngine({
    kind,
    client: join(folder, "client"),
    env: { PATH: process.env["PATH"], HERE: folder },
    signal: new AbortController().signal,
    user: "65532:65532",
    limits: { memoryBytes: 1024 ** 3, cpus: 0 },
    memory: { get: async () => undefined, set: async () => {} },
    builder: { given: "golang:1.24" },
    making: { isAllowed: false, note: () => {} },
    trustsAgents,
  });
  const session = await engine.open({ tree: join(folder, "tree"), work: join(folder, "work") });
  const calls = () => readFileSync(join(folder, "calls"), "utf8").split("\n").filter(Boolean);
  return { folder, session, calls };
}

function run(session: EngineSession, privileges: EngineCommand["privileges"]) {
  return session.run({ command: ["the-tool"], cwd: session.tree, privileges, timeoutMs: 60_000 });
}

it("opens with the image's Go and digest, and makes its volumes with the first command", async () => {
  const { session, calls } = await open({ tool: "echo out; exit 3" });
  expect(session.place).toMatchObject({
    engine: "docker",
    version: "20.10",
    image: "golang:1.24",
    imageDigest: "sha256:abc",
    go: "go1.24.1 linux/amd64",
  });
  const scratch = () => calls().filter((call) => /^volume create .*-scratch-/.test(call));
  expect(scratch()).toEqual([]);
  expect(await run(session, "tool")).toMatchObject({ ended: "exited", status: 3, stdout: "out\n" });
  await run(session, "user");
  const [made = ""] = scratch();
  expect(scratch()).toHaveLength(1);
  await session.close();
  const name = made.split(" ").at(-1);
  expect(calls().at(-1)).toBe(`volume rm --force ${name}`);
  for (const call of calls().filter((one) => one.includes("the-tool"))) expect(call).toContain(`${name}:`);
});

it("removes nothing where no command ran", async () => {
  const { session, calls } = await open();
  await session.close();
  expect(calls().filter((call) => call.startsWith("volume rm"))).toEqual([]);
});

it("runs no code with privileges whose sandbox does not hold, and no whole agents", async () => {
  const { session, calls } = await open({ attempts: "echo 'change the tree'; echo done" });
  expect(session.place.isolation).toEqual([]);
  for (const privileges of ["user", "network", "bpf", "cluster"] as const) {
    const { code, hint } = await failureOf(() => run(session, privileges));
    expect([code, hint], privileges).toEqual([
      "environment/engine-failed",
      expect.stringContaining(privileges === "cluster" ? "--trust-tree" : "--engine host") as string,
    ]);
  }
  expect(calls().filter((call) => call.includes("the-tool"))).toEqual([]);
});

it("runs whole agents of a trusted tree, where the engine starts a container for them", async () => {
  const attempts = "echo 'change a kernel setting'; echo done";
  const { session, calls } = await open({ attempts, trustsAgents: true });
  expect(session.place.isolation).toEqual([{ privileges: "cluster", allowed: ["change a kernel setting"] }]);
  expect(await run(session, "cluster")).toMatchObject({ ended: "exited", status: 0 });
  expect(calls().findLast((call) => call.startsWith("run "))).toMatch(/ --user 0:0 .*--cap-add SYS_ADMIN /);
  const rootless = await open({ attempts: "exit 125", trustsAgents: true });
  const { message } = await failureOf(() => run(rootless.session, "cluster"));
  expect(message).toContain("found that docker starts none");
});

it("lets podman run one container at a time", async () => {
  const tool = 'mkdir "$HERE/busy" || exit 9; sleep 0.05; rmdir "$HERE/busy"';
  const { session } = await open({ kind: "podman", tool });
  const results = await Promise.all(["a", "b", "c"].map(() => run(session, "tool")));
  expect(results.map(({ status }) => status)).toEqual([0, 0, 0]);
});

it("builds from a context without a network or a tag, and says where the client has no builder", async () => {
  const { folder, session, calls } = await open({ build: "cat; exit 4" });
  await writeFile(join(folder, "context.tar"), "the context");
  const context = {
    tarFile: join(folder, "context.tar"),
    dockerfile: "images/cilium/Dockerfile",
    timeoutMs: 60_000,
  };
  expect(await session.build?.(context)).toMatchObject({ ended: "exited", status: 4, stdout: "the context" });
  const call = calls().find((one) => one.startsWith("build ")) ?? "";
  expect(call).toMatch(/^build --network none .*type=local.* --file images\/cilium\/Dockerfile -$/);
  expect(call).not.toContain("--tag");
  const old = await open({
    build: "echo 'ERROR: BuildKit is enabled but the buildx component is missing'; exit 1",
  });
  expect(await failureOf(async () => old.session.build?.(context))).toMatchObject({
    code: "environment/engine-failed",
    hint: expect.stringContaining("buildx") as string,
  });
});
