import { buildPaths, ciliumModule, linkerSettings } from "../../profile/index.ts";

/** What the Dockerfile of a thin image is written from. */
export interface AgentDockerfile {
  /** Image with Go. */
  readonly builder: string;
  /** Image whose agent is replaced. */
  readonly base: string;
  /** Environment variables of `go build`. */
  readonly environment: Readonly<Record<string, string>>;
  /** Release, revision and date, as the agent's `--version` shows them. */
  readonly version: string;
  /** The patched tree, 40 hex digits. */
  readonly tree: string;
  /** Whether the context is the unpatched tree, and a second one named `patches` has the series. */
  readonly appliesPatches: boolean;
}

/**
 * The Dockerfile of a thin image: the agent is compiled for the platform of the image, on that of the builder, and
 * put in the place of the base image's own. Nothing in it is downloaded: dependencies are vendored.
 */
export function agentDockerfile(about: AgentDockerfile): string {
  const { builder, base, environment, version, tree, appliesPatches } = about;
  const { agentName, agentProgram, agentInImage } = buildPaths;
  const variables = Object.entries(environment).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  const flags = `-ldflags '-s -w ${linkerSettings(version, tree).join(" ")}'`;
  return [
    `FROM --platform=$BUILDPLATFORM ${builder} AS build`,
    `WORKDIR /go/src/${ciliumModule}`,
    "COPY . .",
    ...(appliesPatches ? applying : []),
    `ENV ${variables.join(" ")}`,
    "ARG TARGETARCH",
    "RUN --mount=type=cache,id=cilium-patchkit-go,target=/root/.cache/go-build \\",
    `    GOARCH=$TARGETARCH go build ${flags} -o /agent/${agentName} ./${agentProgram}`,
    "",
    `FROM ${base}`,
    `COPY --from=build /agent/${agentName} ${agentInImage}`,
    "",
  ].join("\n");
}

/** The same Dockerfile with another image with Go. */
export function withBuilder(dockerfile: string, builder: string): string {
  return dockerfile.replace(/^(FROM --platform=\$BUILDPLATFORM) \S+ (?=AS build$)/m, `$1 ${builder} `);
}

/** In the order of the file `series`, as quilt and git take it. */
const applying = [
  "COPY --from=patches . /patches",
  'RUN while read -r patch; do git apply "/patches/$patch" || exit 1; done </patches/series',
];
