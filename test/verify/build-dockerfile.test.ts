import { expect, it } from "vitest";
import { buildDockerfile } from "../../src/verify/build-dockerfile.ts";

it("compiles the agent of the context with Go's environment, and keeps the agent alone", () => {
  const text = buildDockerfile({
    sha: "a".repeat(40),
    variant: "assigned-only",
    image: "golang:1.19",
    environment: { GOFLAGS: "-mod=vendor -buildvcs=false", CGO_ENABLED: "0" },
  });
  expect(text).toBe(`# Builds the agent of ${"a".repeat(40)} with assigned-only on it.
FROM golang:1.19 AS build
WORKDIR /go/src/github.com/cilium/cilium
COPY . .
ENV GOFLAGS="-mod=vendor -buildvcs=false" CGO_ENABLED="0"
RUN --mount=type=cache,id=cilium-patchkit-go,target=/root/.cache/go-build \\
    go build -o /agent/cilium-agent ./daemon

FROM scratch
COPY --from=build /agent/cilium-agent /
`);
});
