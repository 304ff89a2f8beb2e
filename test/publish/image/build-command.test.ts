import { describe, expect, it } from "vitest";
import { buildCommand, builderEnvironment, pushCommand } from "../../../src/publish/image/build-command.ts";
import { decideImage } from "../../../src/publish/image/decide-image.ts";
import type { ImagePlan } from "../../../src/publish/image/image-plan.ts";
import { makeImageInputs } from "../../helpers/image.ts";

const files = { idFile: "ID", metadataFile: "META" };

function plan(changed: Partial<ImagePlan>): ImagePlan {
  return { ...decideImage(makeImageInputs()), labels: { a: "b c" }, ...changed };
}

const shared = ["--tag", "cilium-patchkit/agent:v1.10.12-flag-gate", "--file", "patchkit.Dockerfile"];

describe("buildCommand", () => {
  it("asks Docker's own client for BuildKit", () => {
    const docker = plan({ platform: "linux/arm64" });
    expect(buildCommand(docker, files)).toEqual([
      ...["build", "--progress", "plain", "--iidfile", "ID", ...shared],
      ...["--network", "none", "--platform", "linux/arm64", "--label", "a=b c", "-"],
    ]);
    expect(builderEnvironment(docker)).toEqual({ DOCKER_BUILDKIT: "1" });
    expect(builderEnvironment(plan({ builder: "podman" }))).toEqual({});
  });

  it("names a stage of the tree's own Dockerfile, and leaves it the network", () => {
    const own = plan({ target: "release", network: null, dockerfile: { path: "images/x", text: null } });
    const args = buildCommand(own, files);
    expect(args.join(" ")).toContain("--file images/x --target release --label");
    expect(args).not.toContain("--network");
  });

  it("pushes with buildx itself, statements attached; or says that there are none", () => {
    const pushed = buildCommand(plan({ builder: "buildx", push: true, attestations: ["provenance"] }), files);
    expect(pushed.slice(0, 7)).toEqual([
      ...["buildx", "build", "--progress", "plain", "--push"],
      ...["--sbom=false", "--provenance=mode=max"],
    ]);
    expect(buildCommand(plan({ builder: "buildx" }), files)).toContain("--load");
  });
});

it("pushes in a step of its own with the other builders", () => {
  expect(pushCommand(plan({}), "DIGEST")).toBeUndefined();
  expect(pushCommand(plan({ push: true, builder: "buildx" }), "DIGEST")).toBeUndefined();
  expect(pushCommand(plan({ push: true, tag: "a:1" }), "DIGEST")).toEqual(["push", "a:1"]);
  expect(pushCommand(plan({ push: true, tag: "a:1", builder: "podman" }), "DIGEST")).toEqual([
    ...["push", "--digestfile", "DIGEST", "a:1"],
  ]);
});
