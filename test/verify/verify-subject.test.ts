import { describe, expect, it } from "vitest";
import { checks } from "../../src/verify/checks/index.ts";
import type { Stage } from "../../src/verify/stage.ts";
import { subjectOf } from "../../src/verify/subject.ts";
import type { VerifyEvent } from "../../src/verify/verify-event.ts";
import { verifySubject } from "../../src/verify/verify-subject.ts";
import type { VerifyWorkshop } from "../../src/verify/verify-workshop.ts";
import { makeSeries } from "../helpers/series.ts";

/** A workshop that knows the result of every check from an earlier run. */
const known = { outcome: "pass", reason: null, log: "", details: null, timeMs: 1 };
const workshop = {
  toolVersion: "1",
  programDigest: "d",
  proposals: [{ id: "shown" }],
  templates: {
    variants: [],
    proposals: new Map([["shown", { variants: [], partials: new Map(), companions: [] }]]),
  },
  store: { get: async () => JSON.stringify(known), set: async () => {} },
  now: () => 0,
} as unknown as VerifyWorkshop;

async function verifyWith(chosen: readonly string[], perCommit: boolean) {
  const events: VerifyEvent[] = [];
  const kept: string[][] = [];
  const keeping: VerifyWorkshop = {
    ...workshop,
    keep: async ({ checks: results }) => {
      kept.push(results.map(({ check }) => check));
    },
  };
  const subject = subjectOf("v1.10.12", makeSeries());
  const request = { groups: [[subject]], checks: chosen, perCommit, via: "run", concurrent: true } as const;
  const stage = { place: null } as unknown as Stage;
  const evidence = await verifySubject(keeping, stage, subject, request, (event) => events.push(event));
  return { evidence, events, kept };
}

describe("verifySubject", () => {
  it("builds and tests every commit but the last, then runs all checks on the series", async () => {
    const { evidence } = await verifyWith(["build", "apply", "unit", "fmt"], true);
    expect(evidence.checks.map(({ check, commit }) => [check, commit])).toEqual([
      ["fmt", 1],
      ["build", 1],
      ["unit", 1],
      ["apply", null],
      ["fmt", null],
      ["build", null],
      ["unit", null],
    ]);
  });

  it("lets the evidence be kept after each check", async () => {
    const { kept } = await verifyWith(["apply", "fmt", "vet"], false);
    expect(kept).toEqual([["apply"], ["apply", "fmt"], ["apply", "fmt", "vet"]]);
  });

  it("lists the results in the order of the checks, whichever run at the same time", async () => {
    const ids = checks.map(({ id }) => id);
    const { evidence, events } = await verifyWith(ids, false);
    expect(evidence.checks.map(({ check }) => check)).toEqual(ids);
    const started = events.flatMap((event) => (event.kind === "started" ? [event.check] : []));
    const waiting = checks.flatMap((check) => (check.needs === "engine" && check.waits ? [check.id] : []));
    expect(started.slice(-waiting.length)).toEqual(waiting);
    expect(events.find((event) => event.kind === "ended")).toMatchObject({ index: 1, total: ids.length });
  });
});
