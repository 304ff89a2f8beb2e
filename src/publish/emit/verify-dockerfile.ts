/** What the Dockerfile of a verification is written from. */
export interface VerifyDockerfile {
  /** Image with Go, git and a shell. */
  readonly goImage: string;
  /** Release of this program, which npm installs. */
  readonly toolVersion: string;
  /** Checks to run; empty for all of them. */
  readonly checks: readonly string[];
  /** Folder of the series below an output folder. */
  readonly folder: string;
}

/** Built with the oldest C library that images of Go have, so that it runs in all of them. */
const nodeImage = "docker.io/library/node:20-bullseye-slim";

/**
 * A Dockerfile that verifies a series as it is, and ends with nothing but its evidence. The context is the base commit
 * with its `.git`, the second one, `patches`, the series. The builder's container is the sandbox; what needs more
 * privileges than it has ends as a check that could not run.
 */
export function verifyDockerfile({ goImage, toolVersion, checks, folder }: VerifyDockerfile): string {
  const chosen = checks.length === 0 ? "" : ` --checks ${checks.join(",")}`;
  const engine = "--engine host --trust-tree --go-root /usr/local/go --cache /cache";
  return [
    `FROM ${nodeImage} AS node`,
    "",
    `FROM ${goImage} AS verify`,
    "COPY --from=node /usr/local /opt/node",
    "ENV PATH=/opt/node/bin:$PATH",
    "WORKDIR /tree",
    "COPY . .",
    `COPY --from=patches . /series/${folder}`,
    // Findings end it with 1, and belong into the evidence.
    "RUN --mount=type=cache,id=cilium-patchkit-verify,sharing=private,target=/cache \\",
    `    npx --yes cilium-patchkit@${toolVersion} verify -C /tree --patches /series ${engine}${chosen} || [ $? -eq 1 ]`,
    "",
    "FROM scratch",
    `COPY --from=verify /series/${folder}/evidence.json /`,
    "",
  ].join("\n");
}
