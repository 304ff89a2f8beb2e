import { type Checkout, openCheckout, resolveRefs } from "../checkout/index.ts";
import { expectBuilderImage, recipeOf } from "../host/builder-image.ts";
import { goLineFor } from "../host/choose-engine.ts";
import type { ContainerClient } from "../host/container-client.ts";
import { findGoRoot } from "../host/go-root.ts";
import { findBuilder } from "../host/image-builder.ts";
import type { Workshop } from "../matrix/index.ts";
import { findStack } from "../plan/index.ts";
import { readGoVersion, upstreamBuilder } from "../profile/index.ts";
import {
  assertVerified,
  type GoImage,
  type ImageInputs,
  type ImageWishes,
  readDoubts,
  readTreeFacts,
  switchOn,
  versionOf,
} from "../publish/index.ts";
import type { Series } from "../series/index.ts";
import { builderFor } from "./engines.ts";

/** Flags of `image` that say what is built, and how. */
export interface ImageChoices extends Pick<ImageWishes, "thin" | "push" | "attestations"> {
  /** As the user typed it. */
  readonly ref: string;
  /** Absolute path of the folder that may have evidence. */
  readonly out: string;
  readonly unverified: boolean;
  readonly identity?: string | undefined;
  readonly baseImage?: string | undefined;
  readonly builderImage?: string | undefined;
  readonly goRoot?: string | undefined;
  readonly platform?: string | undefined;
  readonly tag?: string | undefined;
  readonly network?: "none" | "host" | undefined;
}

/** What an image of a rendered series depends on in its tree. */
export async function gatherTree(
  { templates, toolVersion }: Workshop,
  checkout: Checkout,
  series: Series,
): Promise<
  Pick<ImageInputs, "series" | "date" | "toolVersion" | "tree" | "switchOn"> & { readonly version: string }
> {
  const tree = await readTreeFacts(checkout);
  const stack = findStack(templates, series.variant);
  if (!stack) throw new Error(`no variant ${series.variant}`);
  const date = new Date(checkout.base.committedAtSec * 1000).toISOString().replace(".000Z", "+00:00");
  const patches = series.commits.map(({ patch }) => patch);
  return {
    series,
    date,
    toolVersion,
    tree,
    switchOn: switchOn({ stack, params: series.params, patches, chart: tree.chart }),
    version: versionOf(tree.label, series.head, date),
  };
}

/** The same, with the builder and what the user asks for. */
export async function gatherImage(
  workshop: Workshop,
  client: ContainerClient,
  series: Series,
  choices: ImageChoices,
): Promise<ImageInputs> {
  const [ref] = await resolveRefs(workshop.repository, [series.base]);
  if (!ref || "error" in ref) throw ref?.error ?? new Error("the base was there a moment ago");
  const checkout = await openCheckout(workshop.repository, ref);
  const doubts = await readDoubts(choices.out, series);
  if (!choices.unverified) assertImageVerified([{ folder: series.folder, doubts }]);
  const gathered = await gatherTree(workshop, checkout, series);
  const found = await findBuilder(client);
  const { thin, push, attestations, baseImage, tag, platform, network } = choices;
  return {
    ...gathered,
    ref: choices.ref,
    doubts,
    identity: choices.identity ?? null,
    builder: {
      builder: found.builder,
      attests: found.builder === "buildx" && !found.seesEngine,
      goImage: thin ? await goImageOf(client, found.seesEngine, choices, checkout) : null,
    },
    wishes: {
      thin,
      push,
      attestations,
      baseImage: baseImage ?? null,
      tag: tag ?? null,
      platform: platform ?? null,
      network: network ?? null,
    },
  };
}

/** @throws PatchkitError `publish/unverified`. */
export function assertImageVerified(series: Parameters<typeof assertVerified>[0]): void {
  assertVerified(
    series,
    "Run `cilium-patchkit verify` with the same --ref, --variant, --set, --identity and --out, or build the image with --unverified, which its labels then say.",
  );
}

/** The image with Go, which is not made yet: builders that do not see the engine's images take it from a registry. */
async function goImageOf(
  client: ContainerClient,
  seesEngine: boolean,
  { builderImage, goRoot }: ImageChoices,
  checkout: Checkout,
): Promise<GoImage> {
  const goVersion = await readGoVersion(checkout);
  const line = goLineFor(goVersion);
  const go = await findGoRoot(goRoot?.replaceAll("{go}", line), line);
  const builder = await builderFor({ builderImage }, line, go, {
    goVersion,
    upstreamImage: () => upstreamBuilder(checkout),
    runsAgents: false,
  });
  if ("given" in builder) return { name: builder.given, sources: [] };
  const { sources } = builder;
  const [first] = sources;
  if (!seesEngine && first?.kind === "image") return { name: first.base, sources: [] };
  const { name, isThere } = await expectBuilderImage(client, sources.map(recipeOf));
  return { name, sources: isThere ? [] : sources };
}
