import { tmpdir } from "node:os";
import { resolve } from "node:path";
import { isPattern } from "../checkout/index.ts";
import { PatchkitError } from "../errors.ts";
import type { ContainerClient } from "../host/container-client.ts";
import type { Cell, Workshop } from "../matrix/index.ts";
import {
  buildCommand,
  decideImage,
  type ImagePlan,
  type ImageWishes,
  imagePlanSchema,
  performImage,
  pushCommand,
} from "../publish/index.ts";
import type { Series } from "../series/index.ts";
import { exitOnRefusal } from "./cell-flags.ts";
import type { EngineName } from "./engine-names.ts";
import { gatherImage, type ImageChoices } from "./gather-image.ts";
import type { ImageValue } from "./image-value.ts";
import { imageWords } from "./image-words.ts";
import { openCache } from "./open-cache.ts";
import type { Presets } from "./presets.ts";
import type { Printer } from "./printer.ts";
import { readPlan } from "./read-plan.ts";
import { recordedSettings } from "./recorded-params.ts";
import { renderSeries } from "./render-series.ts";
import { schemaVersion } from "./schema-version.ts";
import { fetchModule } from "./verify-series.ts";
import { type Session, withWorkshop } from "./workshop.ts";

/** Flags of `image`. */
export interface ImageOptions extends Omit<ImageChoices, "attestations" | "out"> {
  readonly repo?: string | undefined;
  readonly templates?: readonly string[];
  readonly presets?: Presets | undefined;
  readonly out: string;
  readonly variant: string;
  readonly set: readonly string[];
  readonly engine: "docker" | "podman";
  readonly attest: string;
  readonly dryRun: boolean;
  /** File with a plan. */
  readonly plan?: string | undefined;
  readonly cache?: string | undefined;
  readonly tail: boolean;
  /** Engine that verifies the series first. */
  readonly verify?: EngineName | undefined;
}

/** What is rendered for an image. */
type Request = Pick<ImageOptions, "ref" | "variant" | "set" | "identity" | "presets">;

/** `image`: gathers what is known of the tree and the builder, decides, and builds. */
export async function runImage(session: Session, printer: Printer, options: ImageOptions): Promise<number> {
  return exitOnRefusal(printer, () => makeImage(session, printer, options));
}

async function makeImage(session: Session, printer: Printer, options: ImageOptions): Promise<number> {
  const given =
    options.plan === undefined
      ? undefined
      : await readPlan({ of: "image", schema: imagePlanSchema }, resolve(session.cwd, options.plan));
  const attestations = parseAttestations(options.attest);
  const request: Request = given ? requestOfPlan(given) : options;
  if (isPattern(request.ref)) throw severalRefs(request.ref);
  if (options.verify !== undefined) {
    const { verifyFirst } = await import("./verify-first.ts");
    const series = { refs: [options.ref], variants: [options.variant], engine: options.verify };
    await verifyFirst({ session, printer }, { ...options, ...series });
  }
  const value = await withWorkshop(session, options, async (workshop): Promise<ImageValue> => {
    const cell = await renderOne(workshop, request);
    const about = { ...nothing, repo: workshop.repository.dir, ref: cell.ref, variant: cell.variant };
    if (cell.outcome.status !== "generated") return { ...about, ...withoutSeries(cell.outcome) };
    const { series } = cell.outcome;
    const choices = { ...options, attestations, ref: cell.ref, out: resolve(session.cwd, options.out) };
    const client = clientOf(session, printer, given ? clientKind(given) : options.engine, options.tail);
    const plan = given ?? decideImage(await gatherImage(workshop, client, series, choices));
    const planned = { ...about, plan, commands: commandsOf(client, plan) };
    if (options.dryRun) return { ...planned, status: "planned" };
    return {
      ...planned,
      ...(await perform(session, printer, workshop, client, plan, series, options.cache)),
    };
  });
  printer.result(
    value,
    () => imageWords(value, printer),
    () => (value.reason === null ? [] : [`${value.status}: ${value.reason}`]),
  );
  return value.status === "failed" || value.status === "refused" ? 1 : 0;
}

const nothing = {
  schema: schemaVersion as typeof schemaVersion,
  plan: null,
  commands: [],
  image: null,
  reason: null,
};

/** `--attest`. @throws PatchkitError `usage/bad-argument`. */
export function parseAttestations(text: string): ImageWishes["attestations"] {
  if (text === "none") return [];
  const names = text.split(",").map((name) => name.trim());
  const known = (["sbom", "provenance"] as const).filter((name) => names.includes(name));
  if (known.length === names.length) return known;
  throw new PatchkitError(
    "usage/bad-argument",
    `--attest: expected sbom, provenance, both with a comma, or none, found ${JSON.stringify(text)}`,
    { hint: "Leave it out for both." },
  );
}

/** The series of a plan is rendered from its commit. */
function requestOfPlan({ sha, variant, params, identity }: ImagePlan): Request {
  const set = recordedSettings(variant, params);
  return { ref: sha, variant, set, identity: identity ?? undefined };
}

function severalRefs(ref: string): PatchkitError {
  return new PatchkitError("usage/bad-argument", `--ref: expected one ref, found the pattern ${ref}`, {
    hint: "One image holds one variant of one ref.",
  });
}

async function renderOne(workshop: Workshop, request: Request): Promise<Cell> {
  const [cell] = await renderSeries(workshop, {
    ...request,
    refs: [request.ref],
    variants: [request.variant],
  });
  if (!cell) throw new Error("no result for the one ref and variant");
  if (cell.outcome.status === "refused" && cell.sha === null) throw cell.outcome.error;
  return cell;
}

function withoutSeries(
  outcome: Exclude<Cell["outcome"], { status: "generated" }>,
): Pick<ImageValue, "status" | "reason"> {
  const reasons = {
    refused: () => (outcome.status === "refused" ? outcome.error.message : null),
    "not-applicable": () => (outcome.status === "not-applicable" ? outcome.reason : null),
    "already-applied": () => null,
  };
  return { status: outcome.status, reason: reasons[outcome.status]() };
}

function clientKind({ builder }: ImagePlan): "docker" | "podman" {
  return builder === "podman" ? "podman" : "docker";
}

function clientOf(
  session: Session,
  printer: Printer,
  kind: "docker" | "podman",
  tail: boolean,
): ContainerClient {
  return {
    kind,
    client: session.env[`PATCHKIT_${kind.toUpperCase()}`] ?? kind,
    env: session.env,
    signal: session.signal,
    onOutput: tail ? (text) => printer.tail(text) : undefined,
  };
}

/** The commands of a plan, with names in the place of files that are made for it. */
function commandsOf({ client }: ContainerClient, plan: ImagePlan): string[][] {
  const build = buildCommand(plan, { idFile: "ID-FILE", metadataFile: "METADATA-FILE" });
  const push = pushCommand(plan, "DIGEST-FILE");
  return [build, ...(push ? [push] : [])].map((args) => [client, ...args]);
}

async function perform(
  session: Session,
  printer: Printer,
  workshop: Workshop,
  client: ContainerClient,
  plan: ImagePlan,
  series: Series,
  cacheDir: string | undefined,
): Promise<Pick<ImageValue, "status" | "image" | "reason">> {
  const cache = await openCache(session, cacheDir);
  if (cache.note !== undefined) printer.note(cache.note);
  try {
    printer.note(`building ${plan.tag} with ${plan.builder}`);
    const outcome = await performImage(
      {
        repository: workshop.repository,
        client,
        cacheDir: cache.dir,
        tempDir: tmpdir(),
        fetchModule: (module) => fetchModule(session, module),
        note: printer.note,
      },
      plan,
      series,
    );
    if (!("failed" in outcome))
      return { status: "built", image: { tag: plan.tag, ...outcome }, reason: null };
    const output = outcome.output.split("\n").slice(-40).join("\n");
    return { status: "failed", image: null, reason: `the ${outcome.failed} failed:\n${output}` };
  } finally {
    await cache.close();
  }
}
