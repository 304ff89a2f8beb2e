import { expect, it } from "vitest";
import { agentDockerfile, withBuilder } from "../../../src/publish/image/agent-dockerfile.ts";

const about = {
  builder: "golang:1.19",
  base: "quay.io/cilium/cilium:v1.10.12",
  environment: { GOPROXY: "off", GOFLAGS: "-mod=vendor" },
  version: "1.10.12 0123456789ab 2022-01-02T03:04:05+00:00",
  tree: "4".repeat(40),
  appliesPatches: false,
};

it("compiles the agent for the image's platform, and puts it in the place of the base image's", () => {
  const version = /-X "([^"]*)=1\.10\.12 0123456789ab 2022-01-02T03:04:05\+00:00"/.exec(
    agentDockerfile(about),
  );
  expect(version?.[1]).toBe("github.com/cilium/cilium/pkg/version.ciliumVersion");
  expect(
    agentDockerfile(about).replace(/-ldflags '[^']*'/, "-ldflags FLAGS"),
  ).toBe(`FROM --platform=$BUILDPLATFORM golang:1.19 AS build
WORKDIR /go/src/github.com/cilium/cilium
COPY . .
ENV GOPROXY="off" GOFLAGS="-mod=vendor"
ARG TARGETARCH
RUN --mount=type=cache,id=cilium-patchkit-go,target=/root/.cache/go-build \\
    GOARCH=$TARGETARCH go build -ldflags FLAGS -o /agent/cilium-agent ./daemon

FROM quay.io/cilium/cilium:v1.10.12
COPY --from=build /agent/cilium-agent /usr/bin/cilium-agent
`);
});

it("applies a series to an unpatched context, in its order", () => {
  const lines = agentDockerfile({ ...about, appliesPatches: true }).split("\n");
  expect(lines[3]).toBe("COPY --from=patches . /patches");
  expect(lines[4]).toMatch(/git apply .*<\/patches\/series$/);
});

it("takes another image with Go, and changes nothing else", () => {
  const other = { ...about, builder: "cilium-patchkit-builder:go1.19-0123" };
  expect(withBuilder(agentDockerfile(about), other.builder)).toBe(agentDockerfile(other));
});
