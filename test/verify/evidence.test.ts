import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { Check } from "../../src/verify/check.ts";
import { checkIds, evidenceSchemaOf, runsAgents, standardChecks } from "../../src/verify/evidence.ts";
import { makeEvidence, makeResult } from "../helpers/evidence.ts";

const check = (id: string, details: z.ZodObject) => ({ id, details }) as unknown as Check;
const schema = evidenceSchemaOf([
  check("counted", z.strictObject({ seen: z.number() })),
  check("named", z.strictObject({ names: z.array(z.string()) })),
]);

/** Whether evidence with this one result is taken. */
const isTaken = (id: string, details: { check: string; [name: string]: unknown } | null) =>
  schema.safeParse({ ...makeEvidence(), checks: [makeResult(id, { details })] }).success;

describe("evidence.json", () => {
  it("holds of each check its own details, or none", () => {
    expect(isTaken("counted", { check: "counted", seen: 1 })).toBe(true);
    expect(isTaken("named", { check: "named", names: ["a"] })).toBe(true);
    expect(isTaken("named", null)).toBe(true);
  });

  it.each([
    ["of an unknown check", "other", null],
    ["with details of an unknown check", "named", { check: "other" }],
    ["with details in the shape of another check", "named", { check: "named", seen: 1 }],
    ["with more than the check finds", "counted", { check: "counted", seen: 1, more: 2 }],
  ])("is refused with a result %s", (_, id, details) => {
    expect(isTaken(id, details)).toBe(false);
  });

  it("is refused in another version of the format, or with anything beside it", () => {
    const evidence = { ...makeEvidence(), checks: [] };
    expect(schema.safeParse(evidence).success).toBe(true);
    expect(schema.safeParse({ ...evidence, schema: 2 }).success).toBe(false);
    expect(schema.safeParse({ ...evidence, more: "" }).success).toBe(false);
  });

  it("cannot be that of no checks at all", () => {
    expect(() => evidenceSchemaOf([])).toThrow("there is no check");
  });
});

describe("the checks", () => {
  it("start with whether the patches apply, and are all standard but those that have to be named", () => {
    expect(checkIds[0]).toBe("apply");
    expect(checkIds.filter((id) => !standardChecks.includes(id))).toEqual(["cluster"]);
  });

  it("run whole agents only where one of them does", () => {
    expect(runsAgents(standardChecks)).toBe(false);
    expect(runsAgents(["apply", "cluster"])).toBe(true);
    expect(runsAgents([])).toBe(false);
  });
});
