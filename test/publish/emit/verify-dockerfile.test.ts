import { expect, it } from "vitest";
import { verifyDockerfile } from "../../../src/publish/emit/verify-dockerfile.ts";

const about = {
  goImage: "docker.io/library/golang:1.19",
  toolVersion: "0.1.0",
  checks: ["apply", "build"],
  folder: "v1/flag-gate",
};

it("verifies the series as it is, and leaves its evidence alone", () => {
  expect(verifyDockerfile(about)).toBe(`FROM docker.io/library/node:20-bullseye-slim AS node

FROM docker.io/library/golang:1.19 AS verify
COPY --from=node /usr/local /opt/node
ENV PATH=/opt/node/bin:$PATH
WORKDIR /tree
COPY . .
COPY --from=patches . /series/v1/flag-gate
RUN --mount=type=cache,id=cilium-patchkit-verify,sharing=private,target=/cache \\
    npx --yes cilium-patchkit@0.1.0 verify -C /tree --patches /series --engine host --trust-tree --go-root /usr/local/go --cache /cache --checks apply,build || [ $? -eq 1 ]

FROM scratch
COPY --from=verify /series/v1/flag-gate/evidence.json /
`);
  expect(verifyDockerfile({ ...about, checks: [] })).toContain("--cache /cache || [ $? -eq 1 ]\n");
});
