import { createHash, randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PatchkitError } from "../errors.ts";
import { type BuilderImage, findBuilderImage, type ImageMaking } from "./builder-image.ts";
import { type ContainerEngineSettings, clientMissing, serverVersion } from "./container-client.ts";
import { probeImage } from "./container-image.ts";
import { inside, mountFlags, runContainer, volume } from "./container-run.ts";
import { ensureVolume, removeVolume, sweepVolumes } from "./container-volumes.ts";
import {
  type BuildContext,
  confinedPrivileges,
  type Engine,
  type EnginePlace,
  type EngineResult,
  needsTrust,
  type Privileges,
  treePrivileges,
} from "./engine.ts";
import { oneAtATime } from "./one-at-a-time.ts";
import { runProgram } from "./run-program.ts";

/** Settings of a container engine whose image may have to be made. */
export interface ContainerEngineOptions extends Omit<ContainerEngineSettings, "image"> {
  readonly builder: BuilderImage;
  /** Whether whole agents may run, which nothing confines. */
  readonly trustsAgents: boolean;
  readonly making: ImageMaking;
}

/** Runs checks in containers of Docker or Podman, through its command line. */
export function containerEngine(options: ContainerEngineOptions): Engine {
  const { builder, making, trustsAgents, ...engine } = options;
  return {
    async open(folders) {
      const version = await serverVersion(engine);
      const { name: image, digest } = await findBuilderImage(engine, builder, making);
      const settings = { ...engine, image };
      // One cache volume per image: a build cache does not work for another Go.
      const cache = `cilium-patchkit-cache-${createHash("sha256").update(digest).digest("hex").slice(0, 12)}`;
      const { limits, flagsFor, ...probed } = await probeImage(
        settings,
        version,
        digest,
        // The tree may not be there yet.
        (privileges) => mountFlags({ ...folders, tree: folders.work }, cache, privileges),
        trustsAgents ? treePrivileges : confinedPrivileges,
      );
      const place: EnginePlace = {
        engine: settings.kind,
        version,
        image,
        imageDigest: digest,
        ...probed,
      };
      const scratch = `cilium-patchkit-scratch-${randomUUID().slice(0, 18)}`;
      const kept = `${inside.cache}/kept`;
      const mounts = (privileges: Privileges) => [
        ...mountFlags(folders, cache, privileges),
        // An engine gives an empty volume the owner of the image's folder, which it makes for a command that starts there.
        ...volume(scratch, `${inside.scratch}:nocopy`),
      ];
      // Podman 4.3 may wait for ever for its own locks where containers that share a volume start and end at once.
      const queue = oneAtATime();
      let prepared: Promise<void> | undefined;
      const prepare = async () => {
        await sweepVolumes(settings);
        await ensureVolume(settings, cache, [`${inside.cache}/build`, kept], inside.cache, limits);
        await ensureVolume(settings, scratch, [inside.scratch], inside.scratch, limits);
      };
      return {
        place,
        tree: inside.tree,
        goPath: inside.goPath,
        work: inside.work,
        kept,
        scratch: inside.scratch,
        async run(command) {
          prepared ??= prepare();
          await prepared;
          const { privileges } = command;
          if (privileges === "cluster" && !trustsAgents) throw needsTrust();
          if (privileges !== "tool" && flagsFor[privileges] === undefined)
            throw notConfined(settings, privileges);
          const flags = [...limits, ...(flagsFor[privileges] ?? [])];
          const shape = { mounts: mounts(privileges), limits: flags };
          const start = () => runContainer(settings, { ...command, privileges }, shape);
          return engine.kind === "podman" ? queue(start) : start();
        },
        build: (context) => buildImage(settings, context),
        async close() {
          if (!prepared) return;
          // Clean up even if the session ends because the run was interrupted.
          const patient = { ...settings, signal: new AbortController().signal };
          await prepared.catch(() => {});
          await removeVolume(patient, scratch);
        },
      };
    },
  };
}

function notConfined({ kind }: ContainerEngineSettings, privileges: Privileges): PatchkitError {
  if (privileges === "cluster") return noAgents(kind);
  const what = privileges === "user" ? "the tree's code" : "tests that change a network";
  return new PatchkitError(
    "environment/engine-failed",
    `expected a sandbox for ${what} in ${kind}, found that it cannot be made`,
    {
      hint: "It needs an engine and a kernel that allow user namespaces, and an image with ip, unshare and setpriv; or use --engine host.",
    },
  );
}

function noAgents(kind: ContainerEngineSettings["kind"]): PatchkitError {
  return new PatchkitError(
    "environment/engine-failed",
    `expected a container with the privileges of whole agents, found that ${kind} starts none`,
    { hint: "It needs an engine that runs as root; or use --engine host --trust-tree, as root." },
  );
}

/** Builds without network and tag; the result goes to a folder, because an image would stay in the engine. */
async function buildImage(
  settings: ContainerEngineSettings,
  { tarFile, dockerfile, timeoutMs }: BuildContext,
): Promise<EngineResult> {
  const folder = await mkdtemp(join(tmpdir(), "cilium-patchkit-build-"));
  try {
    const output = ["--output", `type=local,dest=${folder}`];
    const progress = settings.kind === "docker" ? ["--progress", "plain"] : [];
    const args = ["build", "--network", "none", ...progress, ...output, "--file", dockerfile, "-"];
    const result = await runProgram([settings.client, ...args], {
      env: { ...settings.env, DOCKER_BUILDKIT: "1" },
      signal: settings.signal,
      timeoutMs,
      inputFile: tarFile,
      onOutput: settings.onOutput,
    });
    if (result.ended === "missing") throw clientMissing(settings);
    const said = `${result.stdout}\n${result.stderr}`;
    if (result.status !== 0 && /buildx component is missing|requires BuildKit/i.test(said)) {
      throw new PatchkitError(
        "environment/engine-failed",
        `expected a BuildKit client, found ${settings.client} without buildx for this engine`,
        { hint: "Install buildx, set PATCHKIT_DOCKER to the engine's own client, or use --via run." },
      );
    }
    return { ...result, ended: result.ended };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
