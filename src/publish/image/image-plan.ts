import { z } from "zod";
import { isImageName } from "./image-name.ts";

/** Version of the format of a plan. */
export const imagePlanVersion = 1;

const sha = z.string().regex(/^[0-9a-f]{40}$/);
const imageName = z.string().refine(isImageName, "expected the name of an image");
const param = z.union([z.string(), z.boolean(), z.array(z.string())]);
/** One line, as labels and flags may hold. */
const line = z.string().regex(/^\P{Cc}*$/u);

/** Statements about an image that builders can make. */
export const attestations = ["sbom", "provenance"] as const;

/** How images are built: Docker's own client, its plugin buildx, Podman. */
export const builders = ["docker", "buildx", "podman"] as const;

const switchSchema = z.strictObject({
  words: z.string(),
  agentFlag: z.string().nullable(),
  helm: z.string().nullable(),
  kubectl: z.string().nullable(),
});

/** Everything that is done to make one image, as plain data. `--dry-run` prints it, `--plan` carries it out. */
export const imagePlanSchema = z.strictObject({
  schema: z.literal(imagePlanVersion),
  kind: z.literal("image"),
  /** As the user typed it. */
  ref: line,
  /** The base commit. */
  sha,
  release: line,
  variant: z.string().regex(/^[a-z][a-z-]*(\+[a-z][a-z-]*)*$/),
  params: z.record(z.string(), param),
  identity: line.nullable(),
  /** The series' last commit, its tree, and the sha256 of its patches: another one is refused. */
  head: sha,
  tree: sha,
  digest: z.string().regex(/^[0-9a-f]{64}$/),
  /** Why the series does not count as verified, as a label says, too; empty unless `--unverified` was given. */
  doubts: z.array(line),
  /** `thin`: a rebuilt agent on a base image; `tree`: the tree's own Dockerfile. */
  way: z.enum(["thin", "tree"]),
  builder: z.enum(builders),
  tag: imageName,
  push: z.boolean(),
  /** Such as `linux/arm64`; null for the builder's own. */
  platform: z
    .string()
    .regex(/^[a-z0-9]+(\/[\w.]+)*(,[a-z0-9]+(\/[\w.]+)*)*$/)
    .nullable(),
  /** Text of the Dockerfile; null if the tree has it. */
  dockerfile: z.strictObject({ path: line, text: z.string().nullable() }),
  /** Stage of the Dockerfile; null for the last one. */
  target: z.string().regex(/^\w+$/).nullable(),
  /** Of commands in the Dockerfile; null for the builder's own. */
  network: z.enum(["none", "host"]).nullable(),
  /** Further files of the context by path. */
  files: z.record(line, z.string()),
  baseImage: imageName.nullable(),
  /** If it has sources, the name that the first one gives. */
  builderImage: imageName.nullable(),
  /** What the builder image is made from first, in the order in which they are tried; empty if nothing is to be made. */
  builderImageSources: z.array(
    z.discriminatedUnion("kind", [
      z.strictObject({ kind: z.literal("image"), base: imageName }),
      z.strictObject({ kind: z.literal("machine"), goRoot: line.optional(), goVersion: line.optional() }),
    ]),
  ),
  labels: z.record(z.string().regex(/^[a-z][\w.-]*$/), line),
  attestations: z.array(z.enum(attestations)),
  /** Why there are no more; null if there are all. */
  withoutAttestations: z.string().nullable(),
  /** How to use the image. */
  use: z.strictObject({
    switchOn: switchSchema,
    /** A command for a shell. */
    run: z.string(),
    /** The same; that of Helm is for a work tree of the series, whose chart it takes. */
    deploy: z.string(),
  }),
});

export type ImagePlan = z.infer<typeof imagePlanSchema>;
export type Attestation = (typeof attestations)[number];
export type Builder = (typeof builders)[number];
