import { join, resolve } from "node:path";
import { openCheckout, resolveRefs } from "../checkout/index.ts";
import { PatchkitError } from "../errors.ts";
import { goLineFor } from "../host/choose-engine.ts";
import { writeText } from "../host/files.ts";
import { type Cell, generate, type Workshop } from "../matrix/index.ts";
import { paramSuffix } from "../plan/index.ts";
import { readGoVersion } from "../profile/index.ts";
import {
  agentDockerfile,
  type BakeCell,
  bakeFile,
  decideImage,
  type EmittedCell,
  type ImageWishes,
  workflow,
} from "../publish/index.ts";
import type { Series } from "../series/index.ts";
import type { EmitValue } from "./emit-value.ts";
import { gatherTree } from "./gather-image.ts";
import { exitCodeOf, stopIfNothingStarted, writeSeriesTo } from "./generate.ts";
import type { Printer } from "./printer.ts";
import { type RenderOptions, requestOf } from "./render-series.ts";
import { schemaVersion } from "./schema-version.ts";
import { type Session, withWorkshop } from "./workshop.ts";

/** Flags of `--emit`. */
export interface EmitOptions extends RenderOptions {
  readonly repo?: string | undefined;
  readonly command: "image" | "verify";
  readonly emit: "bake" | "actions";
  /** Folder of the series, which gets the file. */
  readonly out: string;
  /** Where builders elsewhere get the base commits: a URL of git. */
  readonly source: string;
  readonly checks: readonly string[];
  /** Of images in a bake file. */
  readonly image?: Pick<ImageWishes, "baseImage" | "platform" | "attestations"> & {
    readonly builderImage: string | null;
    /** Repository of the images; the tag is that of the cell. */
    readonly tag: string | null;
  };
}

type Rendered = Cell & { readonly outcome: { readonly status: "generated"; readonly series: Series } };

/** `--emit`: writes what builders elsewhere need, for all refs and variants, instead of doing the work here. */
export async function runEmit(session: Session, printer: Printer, options: EmitOptions): Promise<number> {
  const out = resolve(session.cwd, options.out);
  let code = 0;
  const value = await withWorkshop(session, options, async (workshop): Promise<EmitValue> => {
    const request = await requestOf(workshop, options);
    stopIfNothingStarted(request);
    const cells = await generate(workshop, request);
    code = exitCodeOf(cells);
    const rendered = cells.filter((cell): cell is Rendered => cell.outcome.status === "generated");
    if (rendered.length > 0)
      await writeSeriesTo(
        out,
        rendered.map(({ outcome }) => outcome.series),
        workshop,
      );
    const emitted = rendered.map((cell) => emittedCell(cell, workshop));
    const path = join(out, options.emit === "bake" ? "docker-bake.json" : `patchkit-${options.command}.yml`);
    await writeText(
      path,
      options.emit === "bake"
        ? await bakeText(workshop, rendered, emitted, options)
        : workflow(emitted, {
            kind: options.command,
            repository: githubName(options.source),
            toolVersion: workshop.toolVersion,
            checks: options.checks,
          }),
    );
    return {
      schema: schemaVersion,
      repo: workshop.repository.dir,
      kind: options.emit,
      path,
      cells: emitted.map(({ ref, sha, variant, folder }) => ({ ref, sha, variant, folder })),
      skipped: cells.flatMap(skippedRow),
    };
  });
  printer.result(
    value,
    () => words(value),
    () => value.skipped.map(({ ref, variant, reason }) => `${ref}  ${variant}: ${reason}`),
  );
  return code;
}

function emittedCell(
  { ref, variant, params, outcome: { series } }: Rendered,
  { templates }: Workshop,
): EmittedCell {
  const spec = templates.variants.find((one) => one.spec.id === variant)?.spec;
  const isDefault = !spec || paramSuffix(spec, params) === "";
  const set = isDefault ? [] : Object.entries(params).map(([name, value]) => `${name}=${String(value)}`);
  return { ref, sha: series.base, slug: series.slug, variant, set, folder: series.folder };
}

function skippedRow({ ref, variant, outcome }: Cell): EmitValue["skipped"] {
  switch (outcome.status) {
    case "generated":
      return [];
    case "already-applied":
      return [{ ref, variant, reason: "the change is there already" }];
    case "not-applicable":
      return [{ ref, variant, reason: outcome.reason }];
    case "refused":
      return [{ ref, variant, reason: outcome.error.message }];
  }
}

/** `owner/name` of a repository on GitHub, which is what actions/checkout takes. */
function githubName(source: string): string {
  const [, name] = /^https:\/\/github\.com\/([\w.-]+\/[\w.-]+?)(?:\.git)?$/.exec(source) ?? [];
  if (name !== undefined) return name;
  throw new PatchkitError(
    "usage/bad-argument",
    `--source: expected https://github.com/OWNER/NAME for a workflow, found ${JSON.stringify(source)}`,
    { hint: "Workflows check out the base commits from a repository on GitHub." },
  );
}

async function bakeText(
  workshop: Workshop,
  rendered: readonly Rendered[],
  emitted: readonly EmittedCell[],
  { image, source }: EmitOptions,
): Promise<string> {
  if (!/^(https?|ssh|git):\/\/[^\s#]+\.git$/.test(source))
    throw new PatchkitError(
      "usage/bad-argument",
      `--source: expected the URL of a git repository that ends with .git, found ${JSON.stringify(source)}`,
      { hint: "BuildKit takes other URLs for archives." },
    );
  const cells: BakeCell[] = [];
  for (const [index, { ref, outcome }] of rendered.entries()) {
    const cell = emitted[index];
    if (cell) cells.push({ ...cell, ...(await imageCell(workshop, ref, outcome.series, image)) });
  }
  return bakeFile(cells, {
    source,
    platform: image?.platform ?? null,
    attests: (image?.attestations.length ?? 0) > 0,
  });
}

/** The image of a series, decided as for a builder here, but with the series applied by the Dockerfile. */
async function imageCell(
  workshop: Workshop,
  ref: string,
  series: Series,
  image: EmitOptions["image"],
): Promise<Pick<BakeCell, "dockerfile" | "tag" | "labels">> {
  const [base] = await resolveRefs(workshop.repository, [series.base]);
  if (!base || "error" in base) throw base?.error ?? new Error("the base was there a moment ago");
  const checkout = await openCheckout(workshop.repository, base);
  const goImage =
    image?.builderImage ?? `docker.io/library/golang:${goLineFor(await readGoVersion(checkout))}`;
  const gathered = await gatherTree(workshop, checkout, series);
  const plan = decideImage({
    ...gathered,
    ref,
    identity: null,
    builder: { builder: "buildx", attests: true, goImage: { name: goImage, sources: [] } },
    wishes: {
      thin: true,
      baseImage: image?.baseImage ?? null,
      tag: null,
      push: true,
      platform: image?.platform ?? null,
      network: null,
      attestations: image?.attestations ?? [],
    },
  });
  const [, own = "latest"] = plan.tag.split(":");
  return {
    dockerfile: agentDockerfile({
      builder: goImage,
      base: plan.baseImage ?? "",
      environment: gathered.tree.environment,
      version: gathered.version,
      tree: series.tree,
      appliesPatches: true,
    }),
    tag: image?.tag ? `${image.tag}:${own}` : plan.tag,
    labels: plan.labels,
  };
}

function words({ kind, path, cells, skipped }: EmitValue): string {
  const next =
    kind === "bake"
      ? `next, in that folder: docker buildx bake --file docker-bake.json --push`
      : "next: put it into .github/workflows/ of a repository, and run it there";
  const left = skipped.map(({ ref, variant, reason }) => `left out: ${ref} ${variant}: ${reason}`);
  return [
    `${path}: ${cells.length} of ${cells.length + skipped.length} refs and variants`,
    ...left,
    next,
  ].join("\n");
}
