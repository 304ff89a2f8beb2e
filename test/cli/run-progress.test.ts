import { describe, expect, it } from "vitest";
import { duration, makeRunProgress } from "../../src/cli/run-progress.ts";

/** Runs refs that take so long each; what was told. */
function toldOf(screen: unknown, refs: number, msPerRef: number): string[] {
  const told: string[] = [];
  let nowMs = 5_000;
  const printer = {
    screen,
    progress: (text: string) => told.push(text),
    note: (text: string) => told.push(text),
  };
  const tell = makeRunProgress(printer, refs, () => nowMs);
  for (let index = 1; index <= refs; index++) {
    nowMs += msPerRef;
    tell(1, `v${index}`);
  }
  return told;
}

describe("the progress of a run", () => {
  it("is told of each ref on a terminal, with elapsed and remaining time", () => {
    expect(toldOf({}, 3, 30_000)).toEqual([
      "1/3  v1  30 s, about 1 min 0 s left",
      "2/3  v2  1 min 0 s, about 30 s left",
      "3/3  v3  1 min 30 s, about 0 s left",
    ]);
  });

  it("is a line every few seconds in a log, once the run is a long one", () => {
    expect(toldOf(undefined, 30, 1_000).map((line) => line.split("  ")[0])).toEqual(["20/30", "25/30"]);
  });

  it("leaves no line in the log of a short run", () => {
    expect(toldOf(undefined, 19, 1_000)).toEqual([]);
  });

  it("has times that a person reads", () => {
    expect([400, 59_000, 61_000, 3_720_000].map(duration)).toEqual(["0 s", "59 s", "1 min 1 s", "1 h 2 min"]);
  });
});
