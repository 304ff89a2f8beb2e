import { expect, it } from "vitest";
import { makePace } from "../../src/cli/verify-progress.ts";

function paceOf(total: number, times: readonly number[]): string[] {
  const notes: string[] = [];
  const clock = [0, ...times];
  const pace = makePace({ note: (text) => notes.push(text) }, total, () => clock.shift() ?? 0);
  times.forEach((_, index) => {
    pace(`v${index + 1}`);
  });
  return notes;
}

it("says of each base which it is, how long the run took so far, and how long it will take", () => {
  expect(paceOf(3, [0, 60_000, 150_000])).toEqual([
    "1/3  v1  0 s",
    "2/3  v2  1 min 0 s, about 2 min 0 s left",
    "3/3  v3  2 min 30 s, about 1 min 15 s left",
  ]);
});

it("says nothing where there is one", () => {
  expect(paceOf(1, [0])).toEqual([]);
});
