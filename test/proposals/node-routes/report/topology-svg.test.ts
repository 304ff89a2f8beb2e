import { describe, expect, it } from "vitest";
import { topologySvg } from "../../../../src/proposals/node-routes/report/topology-svg.ts";
import type { TrafficPicture } from "../../../../src/proposals/node-routes/report/traffic.ts";

const fabric = { answered: true, way: "fabric" } as const;
const overlay = { answered: false, way: "overlay" } as const;
const dropped = { answered: false, way: "dropped" } as const;
const unknown = { answered: false, way: "unknown" } as const;

type Outcome = Omit<TrafficPicture["fates"][number], "rpFilter">;

const draw = (fates: readonly Outcome[], hostWay = "cilium_host") =>
  topologySvg({ fates: fates.map((fate, rpFilter) => ({ ...fate, rpFilter })), hostWay }, "p").markup;

/** Which of the ways are drawn, by what only they have. */
function drawn(svg: string): string[] {
  const ways = {
    "request arrives": /class="plain-head" points="200,98/,
    "request is dropped": /class="bad" d="M199 151/,
    "reply by fabric": /class="good-head"/,
    "reply by overlay": /class="bad-head"/,
    "host's way": /class="plain dashed"/,
  };
  return Object.entries(ways).flatMap(([name, sign]) => (sign.test(svg) ? [name] : []));
}

describe("a picture of packets", () => {
  it.each<[readonly Outcome[], string, readonly string[]]>([
    [[fabric, fabric], "cilium_host", ["request arrives", "reply by fabric", "host's way"]],
    [[fabric, fabric], "none", ["request arrives", "reply by fabric"]],
    [[overlay, dropped], "eth0", ["request arrives", "request is dropped", "reply by overlay"]],
    [[dropped, dropped], "none", ["request is dropped"]],
    [[unknown, unknown], "none", ["request arrives"]],
    [[{ answered: false, way: "fabric" }], "none", ["request arrives"]],
  ])("of %j with the host's way %s draws what was measured, and no more", (fates, hostWay, ways) => {
    expect(drawn(draw(fates, hostWay))).toEqual(ways);
  });

  it("says the same in words, by rp_filter where that matters", () => {
    const svg = draw([overlay, dropped]);
    expect(svg).toContain(
      "rp_filter 0: no answer, reply leaves through cilium_host; rp_filter 1: no answer, request dropped on arrival</title>",
    );
    const signs = [...svg.matchAll(/<text class="(?:good|bad)-text" x="8" y="(\d+)">(.*?)<\/text>/g)];
    expect(signs.map(([, y, words]) => [y, words])).toEqual([
      ["245", "✗ reply via cilium_host"],
      ["282", "✗ request dropped"],
    ]);
    expect(draw([fabric, fabric])).toContain(
      '<text class="good-text" x="8" y="245">✓ answered via the fabric</text>',
    );
  });

  it("is described for readers who do not see it, by ids that the page has once", () => {
    const svg = draw([fabric, fabric], "none");
    expect(svg).toContain('aria-labelledby="p-title p-desc"');
    expect(svg).toContain('<title id="p-title">');
    expect(svg).toMatch(
      /<desc id="p-desc">.*With rp_filter 0 and 1: answered, reply leaves through the fabric\./,
    );
  });
});
