import { expect, it } from "vitest";
import { supportedBoxes } from "../../../src/publish/pull-request/supported-boxes.ts";
import type { CheckResult } from "../../../src/verify/evidence.ts";
import { makeCell } from "../../helpers/cells.ts";
import { makeResult } from "../../helpers/evidence.ts";

function boxesOf(results: readonly CheckResult[], signsOff: boolean, hasNote = false) {
  const cell = makeCell({}, results);
  const identity = { name: "Jane", mail: "jane@example.org", signsOff };
  return supportedBoxes(
    { ...cell, series: { ...cell.series, file: { ...cell.series.file, identity } } },
    hasNote,
  );
}

it("supports what evidence of these patches, their author and a note say, and nothing else", () => {
  expect(boxesOf([], true, true)).toEqual(["tests", "sign-off", "release-note"]);
  expect(boxesOf([makeResult("bite", { outcome: "could-not-run" })], false)).toEqual([]);
  expect(boxesOf([makeResult("unit", { outcome: "fail" })], true)).toEqual(["sign-off"]);
});
