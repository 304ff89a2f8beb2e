import pc from "picocolors";
import { expect, it } from "vitest";
import type { ImageValue } from "../../src/cli/image-value.ts";
import { imageWords } from "../../src/cli/image-words.ts";
import type { Printer } from "../../src/cli/printer.ts";
import { decideImage } from "../../src/publish/image/decide-image.ts";
import { makeImageInputs } from "../helpers/image.ts";

const printer = { color: pc.createColors(false) } as Printer;
const plan = decideImage(makeImageInputs());
const value: ImageValue = {
  schema: 1,
  repo: "/clone",
  ref: "v1.10.12",
  variant: "flag-gate",
  status: "built",
  plan,
  commands: [["docker", "build", "--label", "a=b c", "-"]],
  image: { tag: plan.tag, id: "sha256:1", digest: "sha256:2" },
  reason: null,
};

it("says what was built, how to try it, and how to switch the variant on", () => {
  const lines = imageWords(value, printer).split("\n");
  expect(lines).toContain("tag         cilium-patchkit/agent:v1.10.12-flag-gate");
  expect(lines).toContain("digest      cilium-patchkit/agent:v1.10.12-flag-gate@sha256:2");
  expect(lines.find((line) => line.startsWith("roll out"))).toMatch(
    /^roll out {4}in a work tree of the series \(apply --worktree\): helm upgrade cilium \.\/install\/kubernetes\/cilium /,
  );
  expect(lines.at(-1)).toBe("switch on   The variant acts with --it=false. Without Helm: kubectl patch");
});

it("shows a plan's commands as a shell takes them, and the Dockerfile", () => {
  const text = imageWords({ ...value, status: "planned", image: null }, printer);
  expect(text).toContain("would run:\n  docker build --label 'a=b c' -\n");
  expect(text).toContain("patchkit.Dockerfile:\nFROM --platform=$BUILDPLATFORM golang:1.19 AS build\n");
});

it("says why there is no image", () => {
  const failed: ImageValue = { ...value, status: "failed", image: null, reason: "the build failed:\nx" };
  expect(imageWords(failed, printer)).toBe("failed: the build failed:\nx");
  expect(imageWords({ ...failed, plan: null, status: "not-applicable", reason: "no option" }, printer)).toBe(
    "not-applicable: no option",
  );
});

it("says of a plan what its builder image would be made from", () => {
  const made = {
    ...plan,
    builderImageSources: [
      { kind: "image" as const, base: "docker.io/library/golang:1.19" },
      { kind: "machine" as const, goVersion: "1.19" },
    ],
  };
  const lines = (of: typeof plan) =>
    imageWords({ ...value, plan: of, status: "planned", image: null }, printer).split("\n");
  expect(lines(made)).toContain(
    "builder     golang:1.19, which would be made first: from docker.io/library/golang:1.19, else from this machine's Debian packages",
  );
  expect(lines(plan)).toContain("builder     golang:1.19");
});
