import { describe, expect, it } from "vitest";
import { compareReleases, parseRelease } from "../../src/checkout/release-order.ts";
import { makeRandom } from "../helpers/random.ts";

describe("the order of releases", () => {
  const sorted = [
    "v1.2.2",
    "v1.2.2-hf1",
    "v1.8.0-rc1",
    "1.8.0",
    "v1.8.0",
    "v1.8.2",
    "v1.8.13",
    "v1.10.0-rc2",
    "v1.10.0-rc11",
    "v1.10.0",
    "v1.10.0.1",
    "nightly",
    "zzz-1.0.0",
  ];

  it("takes numbers as numbers, candidates first, and names of another form last", () => {
    for (const seed of [1, 2, 3])
      expect(makeRandom(seed).shuffle(sorted).sort(compareReleases)).toEqual(sorted);
  });

  it.each(["nightly", "v1", "1.x.0", "v1.10.0-rc1-fix", "v1.10.0 ", ""])("has no place for %j", (name) => {
    expect(parseRelease(name)).toBeUndefined();
  });
});
