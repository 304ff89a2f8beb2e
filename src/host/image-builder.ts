import { join } from "node:path";
import { PatchkitError } from "../errors.ts";
import {
  type ContainerClient,
  client,
  clientMissing,
  clientTimeoutMs,
  engineHangs,
  serverVersion,
} from "./container-client.ts";
import { makeTempFolder, readTextIfThere, removeFolder } from "./files.ts";
import { type ProgramResult, runProgram } from "./run-program.ts";

/** The program that makes images, and what it can do. */
export interface FoundBuilder {
  readonly builder: "docker" | "buildx" | "podman";
  /** Whether it shows images of this machine's engine to a Dockerfile. */
  readonly seesEngine: boolean;
}

/**
 * What builds images for a client.
 *
 * @throws PatchkitError `environment/engine-missing`.
 */
export async function findBuilder(engine: ContainerClient): Promise<FoundBuilder> {
  if (
    engine.kind === "docker" &&
    (await client(engine, ["buildx", "version"], clientTimeoutMs)).status === 0
  ) {
    const { stdout } = await client(engine, ["buildx", "inspect"], clientTimeoutMs);
    const [, driver = "docker"] = /^Driver:\s+(\S+)/m.exec(stdout) ?? [];
    // The other drivers build in a BuildKit of their own, here or elsewhere.
    if (driver !== "docker") return { builder: "buildx", seesEngine: false };
    await serverVersion(engine);
    return { builder: "buildx", seesEngine: true };
  }
  await serverVersion(engine);
  return { builder: engine.kind, seesEngine: true };
}

/** An image to build and, if asked, to push. */
export interface ImageOrder {
  readonly tarFile: string;
  readonly env: Readonly<Record<string, string>>;
  /** Arguments of the client; the builder writes the files that it is given. */
  build(files: { readonly idFile: string; readonly metadataFile: string }): readonly string[];
  /** Undefined if building pushes, or nothing is pushed. */
  push(digestFile: string): readonly string[] | undefined;
  readonly isPushed: boolean;
}

/** What came of an order. */
export type ImageOutcome =
  | { readonly id: string | null; readonly digest: string | null }
  /** The step that failed, and the output of its program. */
  | { readonly failed: "build" | "push"; readonly output: string };

const buildTimeoutMs = 3_600_000;
const pushTimeoutMs = 1_800_000;

/**
 * Builds an image, and pushes it.
 *
 * @throws PatchkitError `environment/engine-missing`, `environment/interrupted`.
 */
export async function buildImage(
  engine: ContainerClient,
  order: ImageOrder,
  tempDir: string,
): Promise<ImageOutcome> {
  const folder = await makeTempFolder(tempDir, "cilium-patchkit-image-");
  const [idFile, metadataFile, digestFile] = ["id", "metadata.json", "digest"].map((name) =>
    join(folder, name),
  );
  if (idFile === undefined || metadataFile === undefined || digestFile === undefined)
    throw new Error("no names");
  const call = (args: readonly string[], timeoutMs: number, inputFile?: string) =>
    run(engine, args, { env: order.env, timeoutMs, inputFile });
  try {
    const built = await call(order.build({ idFile, metadataFile }), buildTimeoutMs, order.tarFile);
    if (built.status !== 0) return { failed: "build", output: `${built.stdout}\n${built.stderr}`.trim() };
    const push = order.push(digestFile);
    const pushed = push && (await call(push, pushTimeoutMs));
    if (pushed && pushed.status !== 0)
      return { failed: "push", output: `${pushed.stdout}\n${pushed.stderr}`.trim() };
    const id = (await readTextIfThere(idFile))?.trim() ?? null;
    if (!order.isPushed) return { id, digest: null };
    const digest =
      digestIn(await readTextIfThere(digestFile)) ??
      digestIn(await readTextIfThere(metadataFile), /"containerimage\.digest": *"(sha256:[0-9a-f]{64})"/) ??
      digestIn(`${pushed?.stdout}\n${pushed?.stderr}`, /digest: (sha256:[0-9a-f]{64})/);
    return { id, digest };
  } finally {
    await removeFolder(folder);
  }
}

function digestIn(text: string | undefined, pattern = /(sha256:[0-9a-f]{64})/): string | null {
  return pattern.exec(text ?? "")?.[1] ?? null;
}

async function run(
  engine: ContainerClient,
  args: readonly string[],
  options: {
    readonly env: Readonly<Record<string, string>>;
    readonly timeoutMs: number;
    readonly inputFile?: string | undefined;
  },
): Promise<ProgramResult> {
  const result = await runProgram([engine.client, ...args], {
    env: { ...engine.env, ...options.env },
    signal: engine.signal,
    timeoutMs: options.timeoutMs,
    inputFile: options.inputFile,
    onOutput: engine.onOutput,
  });
  if (result.ended === "missing") throw clientMissing(engine);
  if (result.ended === "timed-out") throw engineHangs(engine, args, options.timeoutMs);
  if (result.status !== 0 && /buildx component is missing|requires BuildKit/i.test(result.stderr)) {
    throw new PatchkitError(
      "environment/engine-failed",
      `expected a BuildKit client, found ${engine.client} without buildx for this engine`,
      { hint: "Install buildx, or set PATCHKIT_DOCKER to the engine's own client." },
    );
  }
  return result;
}
