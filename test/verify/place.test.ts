import { describe, expect, it } from "vitest";
import type { EnginePlace, EngineSession } from "../../src/host/engine.ts";
import { place, placeKey, placeOf } from "../../src/verify/place.ts";

const enginePlace: EnginePlace = {
  engine: "docker",
  version: "29.1",
  image: "golang:1.25",
  imageDigest: "sha256:aa",
  go: "go1.25.0 linux/amd64",
  kernel: "6.12",
  programs: ["ip"],
  isolation: [{ privileges: "user", allowed: [] }],
};

const placed = placeOf({ place: enginePlace } as unknown as EngineSession);

describe("placeOf", () => {
  it("has the shape that evidence.json has, without what no reader needs", () => {
    expect(place.parse(placed)).toEqual(placed);
    expect(placed).not.toHaveProperty("programs");
  });
});

describe("placeKey", () => {
  it("is the same for an engine and for what the evidence says of it", () => {
    expect(placeKey(placed)).toBe(placeKey(enginePlace));
  });

  it("changes with whatever may change a result, and not with the image's name", () => {
    const changed = [{ go: "go1.24" }, { kernel: "6.1" }, { imageDigest: "sha256:bb" }, { isolation: [] }];
    for (const one of changed) expect(placeKey({ ...enginePlace, ...one })).not.toBe(placeKey(enginePlace));
    expect(placeKey({ ...enginePlace, image: "golang:latest" })).toBe(placeKey(enginePlace));
  });
});
