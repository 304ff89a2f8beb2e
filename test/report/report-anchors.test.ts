import { expect, it } from "vitest";
import { patchAnchor, refAnchor, seriesAnchor } from "../../src/report/report-anchors.ts";
import { makeReportSeries } from "../helpers/evidence.ts";

it("names a ref by its slug and commit, so that a branch that moved has two", () => {
  const sha = "0123456789abcdef0123456789abcdef01234567";
  expect(refAnchor({ slug: "v1.10.12", sha })).toBe("ref-v1.10.12-0123456789ab");
  expect(refAnchor({ slug: "main", sha: "f".repeat(40) })).toBe("ref-main-ffffffffffff");
});

it("writes a dash for characters that an id should not have", () => {
  expect(seriesAnchor({ folder: "v1.10.12/flag-gate+1a2b" })).toBe("v1.10.12-flag-gate-1a2b");
  expect(seriesAnchor({ folder: "a/ü x_y.z" })).toBe("a-x_y.z");
});

it("numbers patches in their series as git format-patch does", () => {
  const patches = Array.from({ length: 12 }, (_, index) => ({ name: `${index}`, subject: "same", text: "" }));
  const series = makeReportSeries({ patches });
  const anchors = patches.map((patch) => patchAnchor(series, patch));
  expect([anchors[0], anchors[11]]).toEqual(["v1.10.12-flag-gate-0001", "v1.10.12-flag-gate-0012"]);
});
