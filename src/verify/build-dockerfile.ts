import { buildPaths, ciliumModule } from "../profile/index.ts";

/** What the Dockerfile of `--via build` is written from. */
export interface BuildDockerfile {
  /** The base, 40 hex digits. */
  readonly sha: string;
  readonly variant: string;
  /** Image with Go. */
  readonly image: string;
  /** Environment variables of `go build`. */
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * The Dockerfile that compiles the agent of a patched tree, whatever changed it, and keeps nothing else. Takes the
 * BuildKit of Docker 20.10 and newer.
 */
export function buildDockerfile({ sha, variant, image, environment }: BuildDockerfile): string {
  const { agentName, agentProgram } = buildPaths;
  const variables = Object.entries(environment).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return [
    `# Builds the agent of ${sha} with ${variant} on it.`,
    `FROM ${image} AS build`,
    `WORKDIR /go/src/${ciliumModule}`,
    "COPY . .",
    `ENV ${variables.join(" ")}`,
    "RUN --mount=type=cache,id=cilium-patchkit-go,target=/root/.cache/go-build \\",
    `    go build -o /agent/${agentName} ./${agentProgram}`,
    "",
    "FROM scratch",
    `COPY --from=build /agent/${agentName} /`,
    "",
  ].join("\n");
}
