import { describe, expect, it } from "vitest";
import { unpatched } from "../../../../src/proposals/node-routes/promise.ts";
import { planTraffic } from "../../../../src/proposals/node-routes/traffic/plan.ts";
import { readTraffic } from "../../../../src/proposals/node-routes/traffic/records.ts";
import { drop, line, overlay, recordsOf, routes } from "../../../helpers/traffic-lines.ts";

const planned = planTraffic("base", unpatched);

describe("readTraffic", () => {
  it("gives the records in the order of the plan", () => {
    const records = recordsOf(planned, [line(drop), line()]);
    expect(records.map(({ name, run }) => [name, run.rpFilter, run.rpDrops])).toEqual([
      ["base rp_filter 0", 0, 0],
      ["base rp_filter 1", 1, 3],
    ]);
    expect(records[0]).toEqual({
      name: "base rp_filter 0",
      halfOpen: 1,
      run: {
        series: "base",
        setting: "",
        rpFilter: 0,
        before: true,
        answered: false,
        elapsedMs: 3050.2,
        replyRoute: overlay.reply,
        routes,
        hostTx: 4,
        rpDrops: 0,
        hostToDisjoint: { answered: true, route: overlay.pod },
      },
    });
  });

  it.each([
    ["a picture that was not made", { Trouble: "ip link add br0 type bridge: exit status 2" }, "type bridge"],
    ["a VM that was never answered", { Before: false }, "got no answer before the handler ran"],
  ])("blames the machine for %s, also where that ended the test", (_, changed, words) => {
    const lines = [line(drop), line(changed)];
    const failed = { words: "the traffic test failed", isFailure: true, log: "FAIL" };
    const expected = expect.stringMatching(new RegExp(`^base rp_filter 0: .*${words}`));
    expect(readTraffic({ lines, trouble: undefined }, planned)).toEqual({
      trouble: { words: expected, isFailure: false, log: "" },
    });
    expect(readTraffic({ lines, trouble: failed }, planned)).toEqual({
      trouble: { words: expected, isFailure: false, log: "FAIL" },
    });
  });

  it("blames the tree where the test failed without a word about the machine", () => {
    const trouble = { words: "the tests do not compile", isFailure: true, log: "undefined: x" };
    expect(readTraffic({ lines: [line()], trouble }, planned)).toEqual({ trouble });
  });

  it("has no answer where a picture is missing", () => {
    expect(readTraffic({ lines: [line()], trouble: undefined }, planned)).toMatchObject({
      trouble: { words: "base rp_filter 1: the test printed nothing", isFailure: false },
    });
  });
});
