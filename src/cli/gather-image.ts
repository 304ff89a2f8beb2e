import { openCheckout, resolveRefs } from "../checkout/index.ts";
import { findBuilderImage } from "../host/builder-image.ts";
import { goLineFor } from "../host/choose-engine.ts";
import type { ContainerClient } from "../host/container-client.ts";
import { findGoRoot } from "../host/go-root.ts";
import { findBuilder } from "../host/image-builder.ts";
import type { Workshop } from "../matrix/index.ts";
import { readGoVersion, upstreamBuilder } from "../profile/index.ts";
import {
  type BuilderFacts,
  type ImageInputs,
  type ImageWishes,
  readTreeFacts,
  switchOn,
} from "../publish/index.ts";
import type { Series } from "../series/index.ts";
import { builderFor } from "./engines.ts";

/** Flags of `image` that say what is built, and how. */
export interface ImageChoices extends Pick<ImageWishes, "thin" | "push" | "attestations"> {
  /** As the user typed it. */
  readonly ref: string;
  readonly identity?: string | undefined;
  readonly baseImage?: string | undefined;
  readonly builderImage?: string | undefined;
  readonly goRoot?: string | undefined;
  readonly platform?: string | undefined;
  readonly tag?: string | undefined;
  readonly network?: "none" | "host" | undefined;
}

/** What an image of a rendered series depends on: its tree, the builder, the flags. */
export async function gatherImage(
  { repository, templates, toolVersion }: Workshop,
  client: ContainerClient,
  series: Series,
  { choices, note }: { readonly choices: ImageChoices; readonly note: (text: string) => void },
): Promise<ImageInputs> {
  const [ref] = await resolveRefs(repository, [series.base]);
  if (!ref || "error" in ref) throw ref?.error ?? new Error("the base was there a moment ago");
  const checkout = await openCheckout(repository, ref);
  const tree = await readTreeFacts(checkout);
  const variant = templates.variants.find(({ spec }) => spec.id === series.variant);
  if (!variant) throw new Error(`no variant ${series.variant}`);
  const found = await findBuilder(client);
  const builder: BuilderFacts = {
    builder: found.builder,
    attests: found.builder === "buildx" && !found.seesEngine,
    goImage: choices.thin ? await goImageOf(client, found.seesEngine, choices, checkout, note) : null,
  };
  return {
    ref: choices.ref,
    series,
    identity: choices.identity ?? null,
    date: new Date(checkout.base.committedAtSec * 1000).toISOString().replace(".000Z", "+00:00"),
    toolVersion,
    tree,
    builder,
    switchOn: switchOn({
      variant,
      params: series.params,
      patches: series.commits.map(({ patch }) => patch),
      chart: tree.chart,
    }),
    wishes: {
      thin: choices.thin,
      push: choices.push,
      baseImage: choices.baseImage ?? null,
      tag: choices.tag ?? null,
      platform: choices.platform ?? null,
      network: choices.network ?? null,
      attestations: choices.attestations,
    },
  };
}

/** The image with Go, made if it is to be: builders that do not see the engine's images take it from a registry. */
async function goImageOf(
  client: ContainerClient,
  seesEngine: boolean,
  { builderImage, goRoot }: ImageChoices,
  checkout: Awaited<ReturnType<typeof openCheckout>>,
  note: (text: string) => void,
): Promise<string> {
  const goVersion = await readGoVersion(checkout);
  const line = goLineFor(goVersion);
  if (!seesEngine && builderImage === undefined) return `docker.io/library/golang:${line}`;
  const go = await findGoRoot(goRoot?.replaceAll("{go}", line), line);
  const builder = await builderFor({ builderImage }, line, go, {
    goVersion,
    upstreamImage: () => upstreamBuilder(checkout),
  });
  if (!seesEngine && "given" in builder) return builder.given;
  const { name } = await findBuilderImage(client, builder, { isAllowed: true, note });
  return name;
}
