import type { ImagePlan } from "./image-plan.ts";

/** Files that a builder writes, by the flag's meaning. */
export interface BuilderFiles {
  /** The image's id, or its digest in a registry. */
  readonly idFile: string;
  /** JSON with the digest, of buildx. */
  readonly metadataFile: string;
}

/** Arguments of the client that build a plan's image from a tar file on its standard input. */
export function buildCommand(plan: ImagePlan, { idFile, metadataFile }: BuilderFiles): string[] {
  const { builder, tag, platform, dockerfile, target, network, labels } = plan;
  const shared = [
    ...["--tag", tag, "--file", dockerfile.path],
    ...(target === null ? [] : ["--target", target]),
    ...(network === null ? [] : ["--network", network]),
    ...(platform === null ? [] : ["--platform", platform]),
    ...Object.entries(labels).flatMap(([name, value]) => ["--label", `${name}=${value}`]),
  ];
  switch (builder) {
    case "docker":
      return ["build", "--progress", "plain", "--iidfile", idFile, ...shared, "-"];
    case "podman":
      return ["build", "--iidfile", idFile, ...shared, "-"];
    case "buildx": {
      const output = plan.push ? "--push" : "--load";
      const statements = (["sbom", "provenance"] as const).map(
        (name) => `--${name}=${plan.attestations.includes(name) ? on[name] : "false"}`,
      );
      const files = ["--iidfile", idFile, "--metadata-file", metadataFile];
      return ["buildx", "build", "--progress", "plain", output, ...statements, ...files, ...shared, "-"];
    }
  }
}

const on = { sbom: "true", provenance: "mode=max" } as const;

/** Arguments that push a built image; undefined if building does that. */
export function pushCommand({ builder, push, tag }: ImagePlan, digestFile: string): string[] | undefined {
  if (!push || builder === "buildx") return undefined;
  return builder === "docker" ? ["push", tag] : ["push", "--digestfile", digestFile, tag];
}

/** The client's environment variables. Its own builder of Docker 20.10 waits to be asked for BuildKit. */
export function builderEnvironment({ builder }: ImagePlan): Record<string, string> {
  return builder === "docker" ? { DOCKER_BUILDKIT: "1" } : {};
}
