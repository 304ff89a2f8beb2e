import { PatchkitError } from "../../errors.ts";
import type { ImageSource } from "../../host/builder-image.ts";
import { buildPaths, type ChartWays, ciliumModule, type ReleaseImage } from "../../profile/index.ts";
import type { Series } from "../../series/index.ts";
import { shellWords } from "../../text/index.ts";
import { agentDockerfile } from "./agent-dockerfile.ts";
import { assertImageName, assertTag, splitImageName, tagOf } from "./image-name.ts";
import { type Attestation, type Builder, type ImagePlan, imagePlanVersion } from "./image-plan.ts";
import type { SwitchOn } from "./switch-on.ts";

/** What the user asks for. */
export interface ImageWishes {
  readonly thin: boolean;
  /** Null for the release's own. */
  readonly baseImage: string | null;
  readonly tag: string | null;
  readonly push: boolean;
  readonly platform: string | null;
  readonly network: "none" | "host" | null;
  readonly attestations: readonly Attestation[];
}

/** What is known of the tree. */
export interface TreeFacts {
  /** Content of VERSION. */
  readonly label: string;
  readonly releaseImage: ReleaseImage;
  readonly chart: ChartWays;
  /** The tree's own Dockerfile of the agent; null if there is none. */
  readonly dockerfile: { readonly path: string; readonly hasReleaseStage: boolean } | null;
  /** Whether the agent contains generated BPF sources, as releases through v1.7. */
  readonly wantsBindata: boolean;
  /** Environment variables of `go build`. */
  readonly environment: Readonly<Record<string, string>>;
}

/** The program that builds. */
export interface BuilderFacts {
  readonly builder: Builder;
  /** Buildx only: whether the builder can attach statements to an image. */
  readonly attests: boolean;
  /** For thin images. */
  readonly goImage: GoImage | null;
}

/** The image with Go. */
export interface GoImage {
  readonly name: string;
  /** What it is made from before, the first that works; empty if it is there, or the builder fetches it. */
  readonly sources: readonly ImageSource[];
}

/** All that is gathered before a decision. */
export interface ImageInputs {
  readonly ref: string;
  readonly series: Series;
  /** Why the series does not count as verified, a clause per reason; none if it does. */
  readonly doubts: readonly string[];
  readonly identity: string | null;
  /** `AUTHORDATE` of the series' last commit, as in ISO 8601. */
  readonly date: string;
  readonly toolVersion: string;
  readonly tree: TreeFacts;
  readonly builder: BuilderFacts;
  readonly switchOn: SwitchOn;
  readonly wishes: ImageWishes;
}

/** Prefix of this program's own labels. */
export const labelPrefix = "io.cilium.patchkit";

/**
 * Decides how an image is made; nothing is done yet.
 *
 * @throws PatchkitError `usage/bad-argument` for flags that do not go with the tree or the builder.
 */
export function decideImage(inputs: ImageInputs): ImagePlan {
  const { ref, series, identity, wishes, builder } = inputs;
  const tag = wishes.tag ?? defaultTag(series);
  assertTag(tag);
  const part = wishes.thin ? thinPart(inputs) : treePart(inputs);
  const isDefault = wishes.platform === null || !wishes.platform.includes(",");
  if (!isDefault && builder.builder !== "buildx") throw severalPlatforms(wishes.platform ?? "");
  return {
    schema: imagePlanVersion,
    kind: "image",
    ref,
    sha: series.base,
    release: series.release,
    variant: series.variant,
    params: series.params as ImagePlan["params"],
    identity,
    head: series.head,
    tree: series.tree,
    digest: series.digest,
    doubts: [...inputs.doubts],
    builder: builder.builder,
    tag,
    push: wishes.push,
    platform: wishes.platform,
    ...part,
    labels: labelsOf(inputs, part.baseImage),
    ...attestationsOf(inputs),
    use: useOf(inputs, tag),
  };
}

/** Such as `cilium-patchkit/agent:v1.10.12-flag-gate`. */
export function defaultTag({ folder }: Pick<Series, "folder">): string {
  return `cilium-patchkit/agent:${tagOf(folder.replace("/", "-"))}`;
}

type Part = Pick<
  ImagePlan,
  "way" | "dockerfile" | "target" | "network" | "files" | "baseImage" | "builderImage" | "builderImageSources"
>;

const ownDockerfile = "patchkit.Dockerfile";

function thinPart({ series, date, tree, builder, wishes }: ImageInputs): Part {
  const { label, releaseImage, wantsBindata, environment } = tree;
  if (wantsBindata)
    throw new PatchkitError(
      "usage/bad-argument",
      "--thin: expected an agent whose BPF sources are in its image, found a release that compiles them into the agent",
      { hint: "Leave out --thin: the tree's own Dockerfile generates them." },
    );
  const baseImage = wishes.baseImage ?? ("image" in releaseImage ? releaseImage.image : null);
  if (baseImage === null || builder.goImage === null) throw noBaseImage(releaseImage);
  assertImageName("--base-image", baseImage);
  assertImageName("--builder-image", builder.goImage.name);
  const text = agentDockerfile({
    builder: builder.goImage.name,
    base: baseImage,
    environment,
    version: versionOf(label, series.head, date),
    tree: series.tree,
    appliesPatches: false,
  });
  return {
    way: "thin",
    dockerfile: { path: ownDockerfile, text },
    target: null,
    network: wishes.network ?? "none",
    // The tree's own .dockerignore is for its own Dockerfiles.
    files: { [`${ownDockerfile}.dockerignore`]: "" },
    baseImage,
    builderImage: builder.goImage.name,
    builderImageSources: [...builder.goImage.sources],
  };
}

function treePart({ series, date, tree: { dockerfile }, wishes }: ImageInputs): Part {
  if (wishes.baseImage !== null)
    throw new PatchkitError("usage/bad-argument", "--base-image has no effect without --thin", {
      hint: "Add --thin, or leave it out: the tree's own Dockerfile names its images.",
    });
  if (dockerfile === null)
    throw new PatchkitError(
      "usage/bad-argument",
      `expected a Dockerfile of the agent in the tree (${buildPaths.dockerfiles.join(" or ")}), found none`,
      { hint: "Add --thin, which needs none." },
    );
  return {
    way: "tree",
    dockerfile: { path: dockerfile.path, text: null },
    target: dockerfile.hasReleaseStage ? buildPaths.releaseStage : null,
    network: wishes.network,
    files: { [buildPaths.gitVersion]: `${series.head.slice(0, 12)} ${date}\n` },
    baseImage: null,
    builderImage: null,
    builderImageSources: [],
  };
}

/** As the agent's `--version` shows it; the parts may not hold spaces or quotes. */
export function versionOf(label: string, head: string, date: string): string {
  return `${tagOf(label)} ${head.slice(0, 12)} ${date}`;
}

function labelsOf(
  { series, ref, toolVersion, doubts }: ImageInputs,
  baseImage: string | null,
): Record<string, string> {
  const oci = "org.opencontainers.image";
  return {
    [`${oci}.title`]: `${buildPaths.agentName} of ${series.slug} with ${series.variant}`,
    [`${oci}.source`]: `https://${ciliumModule}`,
    [`${oci}.revision`]: series.head,
    [`${oci}.version`]: tagOf(series.folder.replace("/", "-")),
    ...(baseImage === null ? {} : { [`${oci}.base.name`]: baseImage }),
    [`${labelPrefix}.tool`]: toolVersion,
    [`${labelPrefix}.ref`]: ref,
    [`${labelPrefix}.base`]: series.base,
    [`${labelPrefix}.variant`]: series.variant,
    [`${labelPrefix}.params`]: JSON.stringify(series.params),
    [`${labelPrefix}.tree`]: series.tree,
    [`${labelPrefix}.digest`]: series.digest,
    ...(doubts.length === 0 ? {} : { [`${labelPrefix}.unverified`]: doubts.join("; ") }),
  };
}

function attestationsOf({
  builder,
  wishes,
}: ImageInputs): Pick<ImagePlan, "attestations" | "withoutAttestations"> {
  if (wishes.attestations.length === 0) return { attestations: [], withoutAttestations: "--attest none" };
  const reason =
    builder.builder !== "buildx"
      ? `${builder.builder} makes none; a builder of buildx does`
      : !builder.attests
        ? "this builder of buildx keeps images in Docker's store, which has no place for them; `docker buildx create --use` makes another"
        : wishes.push
          ? null
          : "they are kept in a registry: add --push";
  return { attestations: reason === null ? [...wishes.attestations] : [], withoutAttestations: reason };
}

function useOf({ tree: { chart }, switchOn }: ImageInputs, tag: string): ImagePlan["use"] {
  const { agentInImage, daemonSet } = buildPaths;
  const { repository, tag: name } = splitImageName(tag);
  const image = [`image.repository=${repository}`, `image.tag=${name}`, "image.useDigest=false"];
  const helm = `helm upgrade cilium ./${buildPaths.chart} --namespace kube-system --reuse-values ${shellWords(image.flatMap((one) => ["--set", one]))}`;
  const kubectl = shellWords(
    `kubectl --namespace kube-system set image daemonset/${daemonSet.name} ${daemonSet.container}=${tag}`.split(
      " ",
    ),
  );
  const isByHelm = chart.setsImage && (switchOn.agentFlag === null || switchOn.helm !== null);
  const deploy = isByHelm
    ? [helm, switchOn.helm].filter(Boolean).join(" ")
    : [switchOn.kubectl, kubectl].filter(Boolean).join(" && ");
  return {
    switchOn: { ...switchOn },
    run: shellWords(["docker", "run", "--rm", "--entrypoint", agentInImage, tag, "--version"]),
    deploy,
  };
}

function severalPlatforms(platform: string): PatchkitError {
  return new PatchkitError(
    "usage/bad-argument",
    `--platform: expected one platform without buildx, found ${platform}`,
    { hint: "Install buildx and make a builder with `docker buildx create --use`, or name one platform." },
  );
}

function noBaseImage(found: ReleaseImage): PatchkitError {
  return new PatchkitError(
    "usage/bad-argument",
    `--thin: expected a release with an image of its own, found that ${"reason" in found ? found.reason : "none"}`,
    { hint: "Name the image to put the agent on with --base-image." },
  );
}
