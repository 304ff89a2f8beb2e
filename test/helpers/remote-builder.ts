import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout } from "node:timers/promises";
import { onTestFinished } from "vitest";

const folder = process.env["PATCHKIT_BUILDKIT"];
const path = [...(folder === undefined ? [] : [folder]), process.env["PATH"]].join(delimiter);

/** The environment in which the programs of a remote builder are found: in the folder PATCHKIT_BUILDKIT, else in PATH. */
export const builderEnvironment: NodeJS.ProcessEnv = { ...process.env, PATH: path };

/** Whether there is such a program. */
export function hasProgram(name: string): boolean {
  return !spawnSync(name, ["--help"], { env: builderEnvironment }).error;
}

/** Whether a remote builder can be had on loopback: its daemon runs containers itself, as root. */
export const hasRemoteBuilder =
  process.getuid?.() === 0 && ["buildx", "buildkitd", "crane", "runc"].every(hasProgram);

/** How a program ended. */
export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** BuildKit and a registry, which end with the test. */
export interface RemoteBuilder {
  /** Host and port of the registry, in which BuildKit also looks for images of Docker Hub. */
  readonly registry: string;
  /** Runs buildx, whose current builder it is. Servers of this process go on meanwhile. */
  buildx(args: readonly string[], cwd: string): Promise<Ended>;
  crane(...args: readonly string[]): Promise<Ended>;
}

/** Removing what a builder keeps, file by file, takes a while on a busy machine. */
const removalMs = 900_000;

/** Starts BuildKit and a registry on loopback. */
export async function startRemoteBuilder(): Promise<RemoteBuilder> {
  const temp = await mkdtemp(join(tmpdir(), "patchkit-builder-"));
  onTestFinished(async () => {
    assertUnmounted(temp);
    await rm(temp, { recursive: true, force: true });
  }, removalMs);
  const registry = `127.0.0.1:${await freePort()}`;
  const address = `tcp://127.0.0.1:${await freePort()}`;
  const state = join(temp, "buildkit");
  const env = {
    ...builderEnvironment,
    HOME: temp,
    DOCKER_CONFIG: join(temp, "config"),
    BUILDX_CONFIG: join(temp, "buildx"),
  };
  const crane = (...args: readonly string[]) => run("crane", args, temp, env);
  const buildx = (args: readonly string[], cwd: string) => run("buildx", args, cwd, env);
  const settings = join(temp, "buildkitd.toml");
  writeFileSync(settings, daemonSettings(registry, join(temp, "traces.sock")));
  const serving = ["registry", "serve", "--address", registry];
  await serve("crane", serving, env, async () => (await crane("catalog", registry)).status === 0);
  await buildx(["create", "--name", "loopback", "--driver", "remote", "--use", address], temp);
  const daemon = ["--config", settings, "--addr", address, "--root", state];
  const isUp = async () => /Status:\s+running/.test((await buildx(["inspect", "loopback"], temp)).stdout);
  await serve("buildkitd", daemon, env, isUp);
  return { registry, buildx, crane };
}

async function run(
  program: string,
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<Ended> {
  const child = spawn(program, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  const [stdout, stderr, [status]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "close"),
  ]);
  return { status, stdout, stderr };
}

/** Build steps have the machine's network, which here is what loopback servers are reached by. */
function daemonSettings(registry: string, traces: string): string {
  return [
    `[otel]\n  socketPath = "${traces}"`,
    `[registry."docker.io"]\n  mirrors = ["${registry}"]`,
    `[registry."${registry}"]\n  http = true`,
    `[worker.oci]\n  networkMode = "host"`,
    "[worker.containerd]\n  enabled = false",
    "",
  ].join("\n");
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" && address ? address.port : 0;
}

/** Starts a server that ends with the test, and waits until it answers. */
async function serve(
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  isUp: () => Promise<boolean>,
): Promise<void> {
  const server = spawn(program, args, { env, stdio: ["ignore", "ignore", "pipe"] });
  const said: Buffer[] = [];
  server.stderr.on("data", (chunk: Buffer) => said.push(chunk));
  onTestFinished(() => end(server));
  for (let tries = 0; tries < 300; tries++) {
    if (await isUp()) return;
    if (server.exitCode !== null) break;
    await setTimeout(200);
  }
  throw new Error(`${program} does not answer: ${Buffer.concat(said).toString()}`);
}

async function end(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null) return;
  server.kill();
  await once(server, "exit");
}

/** Run last, since what is to be done at a test's end is done in the reverse order. */
function assertUnmounted(folder: string): void {
  const left = readFileSync("/proc/mounts", "utf8")
    .split("\n")
    .filter((line) => line.includes(folder));
  if (left.length > 0) throw new Error(`BuildKit left mounts behind:\n${left.join("\n")}`);
}
