import { expect, it } from "vitest";
import { z } from "zod";
import { type Check, checkTable, detailsOf } from "../../src/verify/check.ts";

const shape = z.strictObject({ seen: z.number() });

function makeCheck(id: string, more: Partial<Check<typeof shape>> = {}): Check<typeof shape> {
  const find = async () => ({ outcome: "pass", reason: null, log: "", details: { seen: 1 } }) as const;
  return {
    id,
    words: `words of ${id}`,
    details: shape,
    needs: "git",
    run: find,
    problems: () => [],
    ...more,
  } as Check<typeof shape>;
}

it("gives a check its own details, and not those of another", () => {
  const check = makeCheck("own");
  const details = { check: "own", seen: 3 };
  expect(detailsOf(check, details)?.seen).toBe(3);
  expect(detailsOf(check, { ...details, check: "other" })).toBeUndefined();
  expect(detailsOf(check, null)).toBeUndefined();
});

it("lists checks in columns, with those that have to be named", () => {
  const checks = [makeCheck("fmt"), makeCheck("cluster", { onRequest: true })];
  expect(checkTable(checks as unknown as Check[])).toBe(
    "  fmt      words of fmt\n  cluster  words of cluster (only if named)",
  );
});
