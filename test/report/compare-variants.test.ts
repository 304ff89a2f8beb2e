import { describe, expect, it } from "vitest";
import { compareVariants } from "../../src/report/compare-variants.ts";
import { groupSeries } from "../../src/report/report-data.ts";
import { makeReportSeries, makeResult, variantTexts } from "../helpers/evidence.ts";

const newer = { slug: "v1.15.0", release: "v1.15", sha: "a8668f816272fe9544e02e66cc67a9f498dc1f6e" };
const failing = [makeResult("vet", { outcome: "fail", reason: "unused variable" })];

describe("compareVariants", () => {
  it("has one entry per name, with the sentences and params of its variant", () => {
    const report = groupSeries(
      [
        makeReportSeries({ variant: "ipam-mode", params: { allow: ["crd"], flag: "x" } }),
        makeReportSeries({ variant: "cidr-validation" }),
        makeReportSeries({ variant: "cidr-validation", ...newer }),
        makeReportSeries({ variant: "unknown" }),
      ],
      variantTexts,
    );
    expect(
      compareVariants(report).map(({ name, params, fixes, doesNotFix }) => [name, params, fixes, doesNotFix]),
    ).toEqual([
      ["cidr-validation", "", "The reported setup.", "Remote nodes that share a CIDR."],
      ["ipam-mode", "allow=crd, flag=x", "Agents without a cluster ID.", "The reported setup."],
      ["unknown", "", "", ""],
    ]);
  });

  it("gives a range of lines and files where refs differ, and paths only where they do not", () => {
    const one = makeReportSeries({ variant: "flag-gate" });
    const two = makeReportSeries({
      variant: "flag-gate",
      ...newer,
      patches: [...one.patches, ...one.patches],
      files: [...one.files, { path: "daemon/other.go", added: 1, removed: 0 }],
    });
    const [alone] = compareVariants(groupSeries([one]));
    const [both] = compareVariants(groupSeries([one, two]));
    expect([alone?.code, alone?.files, alone?.paths]).toEqual(["1", "1", one.files.map(({ path }) => path)]);
    expect([both?.code, both?.files, both?.paths]).toEqual(["1 to 2", "1 to 2", []]);
  });

  it("adds up the checks of all refs, and says how many of them were verified", () => {
    const good = makeReportSeries({ variant: "flag-gate" });
    const bad = makeReportSeries({ variant: "flag-gate", ...newer }, failing);
    const missing = makeReportSeries({
      variant: "flag-gate",
      ...newer,
      standing: "not-verified",
      evidence: null,
    });
    const checksOf = (...series: (typeof good)[]) => compareVariants(groupSeries(series))[0]?.checks;
    expect(checksOf(good, bad)).toEqual({
      tone: "bad",
      words: expect.stringMatching(/^1 fail, .* on 2 refs$/),
    });
    expect(checksOf(good, missing)).toEqual({
      tone: "plain",
      words: expect.stringMatching(/ pass on 1 of 2 refs$/),
    });
    expect(checksOf(missing, { ...missing, ...newer, slug: "v1.15.1" })).toEqual({
      tone: "plain",
      words: "not verified",
    });
  });
});
