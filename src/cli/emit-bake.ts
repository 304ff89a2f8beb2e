import { type Checkout, openCheckout, resolveRefs } from "../checkout/index.ts";
import { PatchkitError } from "../errors.ts";
import { goLineFor } from "../host/choose-engine.ts";
import type { Workshop } from "../matrix/index.ts";
import { readGoVersion } from "../profile/index.ts";
import {
  agentDockerfile,
  type BakeCell,
  bakeFile,
  decideImage,
  type EmittedCell,
  type ImageWishes,
  readDoubts,
  verifyDockerfile,
} from "../publish/index.ts";
import type { Series } from "../series/index.ts";
import { assertImageVerified, gatherTree } from "./gather-image.ts";

/** What the user asks for of images in a bake file. */
export interface ImageOfBake extends Pick<ImageWishes, "baseImage" | "platform" | "attestations"> {
  readonly builderImage: string | null;
  /** Repository of the images; the tag is that of the cell. */
  readonly tag: string | null;
  readonly unverified: boolean;
}

/** A series, and what files for builders elsewhere say of it. */
export interface EmittedSeries {
  readonly cell: EmittedCell;
  readonly series: Series;
}

/** What a bake file is for: images, or the evidence of these checks, all of them if there are none. */
export type BakeWish =
  | { readonly kind: "image"; readonly image: ImageOfBake; readonly out: string }
  | { readonly kind: "verify"; readonly checks: readonly string[]; readonly builderImage: string | null };

/**
 * The text of a bake file.
 *
 * @throws PatchkitError `usage/bad-argument`; `publish/unverified` for images.
 */
export async function bakeText(
  workshop: Workshop,
  emitted: readonly EmittedSeries[],
  source: string,
  wish: BakeWish,
): Promise<string> {
  if (!/^(https?|ssh|git):\/\/[^\s#]+\.git$/.test(source))
    throw new PatchkitError(
      "usage/bad-argument",
      `--source: expected the URL of a git repository that ends with .git, found ${JSON.stringify(source)}`,
      { hint: "BuildKit takes other URLs for archives." },
    );
  const doubts =
    wish.kind === "image" ? await Promise.all(emitted.map(({ series }) => readDoubts(wish.out, series))) : [];
  if (wish.kind === "image" && !wish.image.unverified)
    assertImageVerified(
      emitted.map(({ cell: { folder } }, index) => ({ folder, doubts: doubts[index] ?? [] })),
    );
  const cells: BakeCell[] = [];
  for (const [index, { cell, series }] of emitted.entries()) {
    const checkout = await openBase(workshop, series);
    const made =
      wish.kind === "image"
        ? await imageCell(workshop, checkout, { cell, series }, doubts[index] ?? [], wish.image)
        : await evidenceCell(workshop, checkout, cell, wish);
    cells.push({ ...cell, ...made });
  }
  const image = wish.kind === "image" ? wish.image : undefined;
  return bakeFile(cells, {
    source,
    platform: image?.platform ?? null,
    attests: (image?.attestations.length ?? 0) > 0,
  });
}

async function openBase({ repository }: Workshop, { base }: Series): Promise<Checkout> {
  const [found] = await resolveRefs(repository, [base]);
  if (!found || "error" in found) throw found?.error ?? new Error("the base was there a moment ago");
  return openCheckout(repository, found);
}

async function goImageOf(checkout: Checkout, given: string | null): Promise<string> {
  const line = goLineFor(await readGoVersion(checkout));
  return given?.replaceAll("{go}", line) ?? `docker.io/library/golang:${line}`;
}

/** The image of a series, decided as for a builder here, but with the series applied by the Dockerfile. */
async function imageCell(
  workshop: Workshop,
  checkout: Checkout,
  { cell: { ref }, series }: EmittedSeries,
  doubts: readonly string[],
  image: ImageOfBake,
): Promise<Pick<BakeCell, "dockerfile" | "result">> {
  const goImage = await goImageOf(checkout, image.builderImage);
  const gathered = await gatherTree(workshop, checkout, series);
  const { baseImage, platform, attestations } = image;
  const plan = decideImage({
    ...gathered,
    ref,
    doubts,
    identity: null,
    builder: { builder: "buildx", attests: true, goImage: { name: goImage, sources: [] } },
    wishes: { thin: true, baseImage, tag: null, push: true, platform, network: null, attestations },
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
    result: { kind: "image", tag: image.tag ? `${image.tag}:${own}` : plan.tag, labels: plan.labels },
  };
}

async function evidenceCell(
  { toolVersion }: Workshop,
  checkout: Checkout,
  { folder }: EmittedCell,
  { checks, builderImage }: Extract<BakeWish, { kind: "verify" }>,
): Promise<Pick<BakeCell, "dockerfile" | "result">> {
  const goImage = await goImageOf(checkout, builderImage);
  return {
    dockerfile: verifyDockerfile({ goImage, toolVersion, checks, folder }),
    result: { kind: "evidence" },
  };
}
