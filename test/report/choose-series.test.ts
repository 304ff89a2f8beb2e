import { describe, expect, it } from "vitest";
import { chooseSeries } from "../../src/report/choose-series.ts";
import { makeReport } from "../helpers/evidence.ts";
import { failureOf } from "../helpers/failure.ts";

const report = makeReport();

function chosen(refs: readonly string[], variants: readonly string[] = []): string[] {
  const found = chooseSeries(report, { refs, variants });
  return found.refs.map(({ ref, series }) => `${ref} ${series.map(({ name }) => name).join(" ")}`);
}

describe("chooseSeries", () => {
  it("takes all without a choice", () => {
    expect(chooseSeries(report, { refs: [], variants: [] })).toEqual(report);
  });

  it.each([
    ["v1.10.12", ["v1.10.12 cidr-validation flag-gate ipam-mode"]],
    ["v1.1?.0", ["v1.15.0 cidr-validation flag-gate"]],
    [
      "*",
      [
        "v1.10.12 cidr-validation flag-gate ipam-mode",
        "v1.15.0 cidr-validation flag-gate",
        "main flag-gate cidr-validation",
      ],
    ],
    ["a8668f8", ["v1.15.0 cidr-validation flag-gate"]],
  ])("takes the refs that %s matches", (ref, expected) => {
    expect(chosen([ref])).toEqual(expected);
  });

  it("takes variants, and leaves out refs without any and names of others", () => {
    expect(chosen([], ["ipam-mode"])).toEqual(["v1.10.12 ipam-mode"]);
    expect(chooseSeries(report, { refs: [], variants: ["ipam-mode"] }).names).toEqual(["ipam-mode"]);
  });

  it.each([
    [["v1x10*"], [], '--ref: expected some of v1.10.12, v1.15.0, main, found "v1x10*"'],
    [["v1.10.12", "v2"], [], '--ref: expected some of v1.10.12, v1.15.0, main, found "v2"'],
    [
      [],
      ["flag-gaet"],
      '--variant: expected some of cidr-validation, flag-gate, ipam-mode, found "flag-gaet"',
    ],
    [["main"], ["ipam-mode"], "expected series of ipam-mode for main, found none"],
  ])("refuses %j with %j, which no series fits", async (refs, variants, message) => {
    expect(await failureOf(() => chosen(refs, variants))).toMatchObject({
      code: "usage/bad-argument",
      message,
    });
  });
});
