import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { arch, tmpdir } from "node:os";
import { PatchkitError } from "../errors.ts";
import { packageRoot } from "./assets.ts";
import { type ContainerClient, client, clientMissing, clientTimeoutMs, label } from "./container-client.ts";
import { makeTempFolder, readTextIfThere, removeFolder } from "./files.ts";
import { findLocalGo } from "./local-go.ts";
import { lastLine, type ProgramResult, runProgram } from "./run-program.ts";

/** The image that checks run in. */
export type BuilderImage =
  /** An image of the user's choice, pulled if it is not there. */
  | { readonly given: string }
  /** Images that this program makes if they are not there: the first that can be made is used. */
  | { readonly made: readonly ImageRecipe[] };

/** A way to make a builder image. */
export interface ImageRecipe {
  /** What it is made from, in words. */
  readonly from: string;
  /** @throws PatchkitError `environment/engine-missing` if this machine does not have what it is made from. */
  readonly prepare: (engine: ContainerClient) => Promise<PreparedImage>;
}

interface PreparedImage {
  /** Distinguishes everything that the image is made from. */
  readonly name: string;
  /** @param folder an empty folder. */
  readonly make: (folder: string) => Promise<ProgramResult>;
}

const repository = "cilium-patchkit-builder";
const makeTimeoutMs = 1_800_000;
const pullTimeoutMs = 900_000;

/**
 * Packages of Debian and Ubuntu with the programs of whole agents. The release's default LLVM may be too old for
 * newer trees.
 */
export const agentPackages = ["bpftool", "clang-19", "etcd-server", "ipset", "iptables", "llvm-19"];

/** A Dockerfile for a Debian or Ubuntu image with Go. The sandbox uses util-linux, which both always have. */
export function builderDockerfile(base: string, packages: readonly string[] = []): string {
  return [
    `FROM ${base}`,
    "RUN apt-get update \\",
    ` && apt-get install --yes --no-install-recommends ${["iproute2", ...packages].join(" ")} \\`,
    " && rm -rf /var/lib/apt/lists/*",
    "ENV GOTOOLCHAIN=local",
    "",
  ].join("\n");
}

/** What a builder image is made from, as plain data. */
export type ImageSource = MorePackages &
  (
    | { readonly kind: "image"; readonly base: string }
    /** This machine's Debian packages and its Go, found as by {@link findLocalGo}. */
    | ({ readonly kind: "machine" } & LocalGoChoice)
  );

interface MorePackages {
  /** Packages that the image holds in addition to those that every check needs. */
  readonly packages?: readonly string[];
}

interface LocalGoChoice {
  readonly goRoot?: string | undefined;
  readonly goVersion?: string | undefined;
}

/** The way to make an image from a source. */
export function recipeOf(source: ImageSource): ImageRecipe {
  const { kind, packages = [] } = source;
  return kind === "image" ? derivedImage(source.base, packages) : machineImage(source, packages);
}

/** An image of a registry with what checks need in addition. */
export function derivedImage(base: string, packages: readonly string[] = []): ImageRecipe {
  return {
    from: base,
    async prepare(engine) {
      const text = builderDockerfile(base, packages);
      const name = `${repository}:${shortDigest(text)}`;
      const args = ["build", "--tag", name, "--label", label, "--file", "-"];
      return { name, make: (folder) => run(engine, [engine.client, ...args, folder], text) };
    },
  };
}

/** An image of this machine's Debian packages and its Go, for machines that reach no registry. */
function machineImage({ goRoot, goVersion }: LocalGoChoice, packages: readonly string[]): ImageRecipe {
  return {
    from: "this machine's Debian packages",
    async prepare(engine) {
      const { env, signal } = engine;
      const { root } = await findLocalGo({ env, signal, goRoot, goVersion }, tmpdir());
      const script = `${packageRoot}scripts/builder-image`;
      const [version = "go"] = ((await readTextIfThere(`${root}/VERSION`)) ?? "go").split("\n");
      const made = [root, ...packages, await readFile(script, "utf8")].join(" ");
      const name = `${repository}:${version.trim()}-${shortDigest(made)}`;
      return { name, make: () => run(engine, [script, root, name, ...packages]) };
    },
  };
}

function shortDigest(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 12);
}

function run(engine: ContainerClient, command: readonly string[], input?: string): Promise<ProgramResult> {
  const { env, signal, onOutput } = engine;
  return runProgram(command, {
    env: { ...env, DOCKER: engine.client },
    signal,
    timeoutMs: makeTimeoutMs,
    input,
    onOutput,
  });
}

/** Whether images may be made and pulled, and how the user is told what takes time. */
export interface ImageMaking {
  readonly isAllowed: boolean;
  note(text: string): void;
}

/** An image of an engine. */
export interface FoundImage {
  readonly name: string;
  readonly digest: string;
}

/**
 * Finds the builder image, and pulls or makes it if necessary.
 *
 * @throws PatchkitError `environment/engine-missing`.
 */
export async function findBuilderImage(
  engine: ContainerClient,
  image: BuilderImage,
  making: ImageMaking,
): Promise<FoundImage> {
  return "given" in image ? pulledImage(engine, image.given, making) : madeImage(engine, image.made, making);
}

async function pulledImage(
  engine: ContainerClient,
  name: string,
  { isAllowed }: ImageMaking,
): Promise<FoundImage> {
  const found = await inspectImage(engine, name);
  if (found) return found;
  if (!isAllowed) throw notYet(`\`verify\` pulls ${name}.`);
  const pulled = await client(engine, ["pull", "--quiet", name], pullTimeoutMs);
  const image = pulled.status === 0 ? await inspectImage(engine, name) : undefined;
  if (image) return image;
  throw new PatchkitError(
    "environment/engine-missing",
    `expected the builder image ${name}, found it neither locally nor in a registry (${lastLine(pulled.stderr)})`,
    { hint: "Choose an existing image with --builder-image, or leave the flag out to have one made." },
  );
}

/** What is known of an image that this program makes, while none of its recipes was followed yet. */
type Prospect =
  | { readonly found: FoundImage }
  | {
      /** In the order they are tried. */
      readonly ready: readonly { readonly from: string; readonly image: PreparedImage }[];
      /** Why there are no others. */
      readonly reasons: readonly string[];
    };

async function prospectOf(engine: ContainerClient, recipes: readonly ImageRecipe[]): Promise<Prospect> {
  const reasons: string[] = [];
  const ready: { readonly from: string; readonly image: PreparedImage }[] = [];
  for (const { from, prepare } of recipes) {
    try {
      const image = await prepare(engine);
      const found = await inspectImage(engine, image.name);
      if (found) return { found };
      ready.push({ from, image });
    } catch (error) {
      if (!isMissing(error)) throw error;
      reasons.push(`from ${from}: ${error.message}`);
    }
  }
  return { ready, reasons };
}

/**
 * The name that a builder image has or gets, without making or pulling it.
 *
 * @returns `isThere`: whether the engine has it; else, it is the name that the first recipe gives.
 * @throws PatchkitError `environment/engine-missing` if no recipe can be followed.
 */
export async function expectBuilderImage(
  engine: ContainerClient,
  recipes: readonly ImageRecipe[],
): Promise<{ readonly name: string; readonly isThere: boolean }> {
  const prospect = await prospectOf(engine, recipes);
  if ("found" in prospect) return { name: prospect.found.name, isThere: true };
  const [first] = prospect.ready;
  if (!first) throw cannotBeMade(prospect.reasons);
  return { name: first.image.name, isThere: false };
}

async function madeImage(
  engine: ContainerClient,
  recipes: readonly ImageRecipe[],
  making: ImageMaking,
): Promise<FoundImage> {
  const prospect = await prospectOf(engine, recipes);
  if ("found" in prospect) return prospect.found;
  const { ready } = prospect;
  const reasons = [...prospect.reasons];
  const sources = ready.map(({ from }) => from).join(", else from ");
  if (!making.isAllowed && ready.length > 0) throw notYet(`\`verify\` makes one from ${sources}.`);
  for (const { from, image } of ready) {
    making.note(`making the builder image ${image.name} from ${from}`);
    const made = await inEmptyFolder(image.make);
    if (made.ended === "missing") throw clientMissing(engine);
    const found = made.status === 0 ? await inspectImage(engine, image.name) : undefined;
    if (found) return found;
    reasons.push(`from ${from}: ${lastLine(made.stderr || made.stdout) || `it ${made.ended}`}`);
  }
  throw cannotBeMade(reasons);
}

function cannotBeMade(reasons: readonly string[]): PatchkitError {
  return new PatchkitError(
    "environment/engine-missing",
    `expected a builder image, found none and could not make one (${reasons.join("; ")})`,
    { hint: "Name an image with Go and ip with --builder-image, or use --engine host." },
  );
}

function notYet(hint: string): PatchkitError {
  return new PatchkitError("environment/engine-missing", "expected a builder image, found none", { hint });
}

function isMissing(error: unknown): error is PatchkitError {
  return error instanceof PatchkitError && error.code === "environment/engine-missing";
}

async function inEmptyFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await makeTempFolder(tmpdir(), "cilium-patchkit-image-");
  try {
    return await work(folder);
  } finally {
    await removeFolder(folder);
  }
}

/** An image of the engine; undefined if it is not there. */
async function inspectImage(engine: ContainerClient, name: string): Promise<FoundImage | undefined> {
  const args = ["image", "inspect", "--format", "{{.Id}} {{.Architecture}}", name];
  const { status, stdout } = await client(engine, args, clientTimeoutMs);
  if (status !== 0) return undefined;
  const [digest = "", architecture = ""] = stdout.trim().split(" ");
  if (architecture === "" || architecture === goArchitecture()) return { name, digest };
  throw new PatchkitError(
    "environment/engine-missing",
    `expected an image for ${goArchitecture()}, found ${name} for ${architecture}`,
    { hint: "Choose an image for this machine with --builder-image." },
  );
}

/** Go's name for the processor this program runs on. */
function goArchitecture(): string {
  const names: Readonly<Record<string, string>> = { x64: "amd64", ia32: "386" };
  return names[arch()] ?? arch();
}
