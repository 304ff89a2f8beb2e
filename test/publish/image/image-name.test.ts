import { describe, expect, it } from "vitest";
import {
  assertImageName,
  assertTag,
  isImageName,
  splitImageName,
  tagOf,
} from "../../../src/publish/image/image-name.ts";
import { failureOf } from "../../helpers/failure.ts";

describe("isImageName", () => {
  it.each([
    "agent",
    "quay.io/cilium/cilium:v1.10.12",
    "127.0.0.1:5000/a/b_c:1",
    `localhost/a@sha256:${"0".repeat(64)}`,
    "docker.io/library/golang:1.19",
  ])("takes %s", (name) => expect(isImageName(name)).toBe(true));

  it.each([
    "",
    "-v",
    "--push",
    "Agent",
    "a b",
    "a:b c",
    "agent\nRUN x",
    "a@sha256:12",
    "$(x)",
    "a:${x}",
    "../a",
    `a:${"x".repeat(129)}`,
  ])("refuses %j", (name) => expect(isImageName(name)).toBe(false));
});

it("says which flag has no name of an image, and that a tag has no digest", async () => {
  const bad = await failureOf(async () => assertImageName("--base-image", "a b"));
  expect(bad).toMatchObject({
    code: "usage/bad-argument",
    message: expect.stringMatching(/^--base-image: expected .* found "a b"$/),
  });
  const pinned = await failureOf(async () => assertTag(`a@sha256:${"0".repeat(64)}`));
  expect(pinned.message).toMatch(/^--tag: expected a name without a digest/);
});

it("splits a name, whose host may have a port", () => {
  expect(splitImageName("127.0.0.1:5000/a/b")).toEqual({ repository: "127.0.0.1:5000/a/b", tag: "latest" });
  expect(splitImageName("127.0.0.1:5000/a/b:1@sha256:0")).toEqual({
    repository: "127.0.0.1:5000/a/b",
    tag: "1",
  });
});

it("makes a tag of any text", () => {
  expect(tagOf("v1.10.12-flag-gate+1a2b")).toBe("v1.10.12-flag-gate-1a2b");
  expect(tagOf(".-feature/${x} 'y'")).toBe("feature-x-y-");
  expect(tagOf("x".repeat(200))).toHaveLength(128);
  expect(tagOf("///")).toBe("latest");
});
