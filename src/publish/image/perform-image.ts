import type { Repository } from "../../checkout/index.ts";
import { PatchkitError } from "../../errors.ts";
import { findBuilderImage, recipeOf } from "../../host/builder-image.ts";
import type { ContainerClient } from "../../host/container-client.ts";
import { makeTempFolder, removeFolder } from "../../host/files.ts";
import { buildImage, type ImageOutcome } from "../../host/image-builder.ts";
import type { Series } from "../../series/index.ts";
import { type ModuleFetcher, prepareBaseTree, writeBuildContext } from "../../verify/index.ts";
import { withBuilder } from "./agent-dockerfile.ts";
import { buildCommand, builderEnvironment, pushCommand } from "./build-command.ts";
import type { ImagePlan } from "./image-plan.ts";

/** What carrying out a plan needs. */
export interface ImageWorkshop {
  readonly repository: Repository;
  readonly client: ContainerClient;
  /** Folder that is kept between runs. */
  readonly cacheDir: string;
  readonly tempDir: string;
  readonly fetchModule: ModuleFetcher;
  readonly note: (text: string) => void;
}

/**
 * Carries out a plan: makes the builder image if it has sources, writes the context of the patched tree, builds, and
 * pushes if the plan says so.
 *
 * @param series the one that the plan was made for, rendered again.
 * @throws PatchkitError `series/out-of-date` if it is another one; `environment/...`.
 */
export async function performImage(
  workshop: ImageWorkshop,
  plan: ImagePlan,
  series: Series,
): Promise<ImageOutcome> {
  assertSame(plan, series);
  const { path } = plan.dockerfile;
  assertInside([path, ...Object.keys(plan.files)]);
  const text = await dockerfileText(plan, workshop);
  const texts = new Map([...Object.entries(plan.files), ...(text === null ? [] : [[path, text] as const])]);
  const { repository, client, cacheDir, tempDir, fetchModule, note } = workshop;
  const { signal } = client;
  const base = await prepareBaseTree({ repository, cacheDir, fetchModule, note, signal }, plan.sha);
  if (base.absent.length > 0)
    note(`the clone lacks ${base.absent.join(", ")}; the image is built without it`);
  const folder = await makeTempFolder(tempDir, "cilium-patchkit-context-");
  try {
    const tarFile = await writeBuildContext({ repository, base, tree: plan.tree, texts, folder });
    return await buildImage(
      client,
      {
        tarFile,
        env: builderEnvironment(plan),
        build: (files) => buildCommand(plan, files),
        push: (digestFile) => pushCommand(plan, digestFile),
        isPushed: plan.push,
      },
      tempDir,
    );
  } finally {
    await removeFolder(folder);
  }
}

/** The plan's Dockerfile; if its image with Go is to be made, it is made, and may come from another of its sources. */
async function dockerfileText(
  { dockerfile: { text }, builderImageSources: sources }: ImagePlan,
  { client, note }: ImageWorkshop,
): Promise<string | null> {
  if (text === null || sources.length === 0) return text;
  const image = { made: sources.map(recipeOf) };
  const { name } = await findBuilderImage(client, image, { isAllowed: true, note });
  return withBuilder(text, name);
}

function assertSame(plan: ImagePlan, { digest, tree, base }: Series): void {
  if (digest === plan.digest && tree === plan.tree && base === plan.sha) return;
  throw new PatchkitError(
    "series/out-of-date",
    `expected the series with the digest ${plan.digest.slice(0, 12)} that the plan was made for, found ${digest.slice(0, 12)}`,
    { hint: "Another program or clone made the plan: make a new one with --dry-run." },
  );
}

/** A plan may come from elsewhere: its files stay in the context. */
function assertInside(paths: readonly string[]): void {
  const outside = paths.find((path) =>
    path.split("/").some((part) => ["", ".", "..", ".git"].includes(part)),
  );
  if (outside === undefined) return;
  throw new PatchkitError(
    "usage/bad-argument",
    `--plan: expected paths inside the tree, found ${JSON.stringify(outside)}`,
    { hint: "Make the plan again with --dry-run." },
  );
}
