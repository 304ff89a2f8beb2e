import { describe, expect, it } from "vitest";
import { doubtsOf } from "../../src/publish/cell-doubts.ts";
import { checkIds } from "../../src/verify/evidence.ts";
import { makeEvidence, makeReportSeries, makeResult } from "../helpers/evidence.ts";

const fails = (check: string) => makeResult(check, { outcome: "fail", reason: "no" });
const cannot = (check: string) => makeResult(check, { outcome: "could-not-run", reason: "no engine" });

describe("doubtsOf", () => {
  it("has none where checks passed, though some could not run or were not asked for", () => {
    expect(doubtsOf(makeReportSeries())).toEqual([]);
    expect(doubtsOf(makeReportSeries({}, [cannot("cmdref")]))).toEqual([]);
    expect(doubtsOf(makeReportSeries({ evidence: makeEvidence({ checks: [makeResult("vet")] }) }))).toEqual(
      [],
    );
  });

  it.each([
    ["no evidence", makeReportSeries({ standing: "not-verified", evidence: null }), "it was not verified"],
    [
      "evidence of other patches",
      makeReportSeries({ standing: "outdated", evidence: null }),
      "its evidence is of other patches",
    ],
    [
      "evidence of another base",
      makeReportSeries({ evidence: makeEvidence({ sha: "7".repeat(40) }) }),
      "its evidence is of another base or variant",
    ],
    ["a failed check", makeReportSeries({}, [fails("vet")]), "its check vet failed"],
    ["failed checks", makeReportSeries({}, [fails("vet"), fails("unit")]), "its checks vet, unit failed"],
    ["no check that could run", makeReportSeries({}, checkIds.map(cannot)), "none of its checks could run"],
    [
      "no check at all",
      makeReportSeries({ evidence: makeEvidence({ checks: [] }) }),
      "none of its checks could run",
    ],
  ])("names %s", (_, series, expected) => {
    expect(doubtsOf(series)).toEqual([expected]);
  });
});
