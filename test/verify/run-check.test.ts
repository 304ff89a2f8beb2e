import { describe, expect, it } from "vitest";
import { z } from "zod";
import { PatchkitError } from "../../src/errors.ts";
import type { AppliedPatches } from "../../src/verify/apply-patches.ts";
import type { Check, CheckInput } from "../../src/verify/check.ts";
import type { Finding } from "../../src/verify/finding.ts";
import { type CheckRun, runCheck } from "../../src/verify/run-check.ts";
import type { Stage } from "../../src/verify/stage.ts";
import { subjectOf } from "../../src/verify/subject.ts";
import type { VerifyWorkshop } from "../../src/verify/verify-workshop.ts";
import { makeSeries } from "../helpers/series.ts";

const details = z.strictObject({ seen: z.number() });

/** A check that needs no engine, and counts how often it ran. */
function makeCheck(find: (input: CheckInput) => Finding<z.infer<typeof details>>) {
  let ran = 0;
  const check: Check<typeof details> = {
    id: "counted",
    words: "",
    details,
    needs: "git",
    run: async (input) => {
      ran += 1;
      return find(input);
    },
    problems: () => [],
  };
  return { check: check as unknown as Check, times: () => ran };
}

const taken: AppliedPatches = { taken: true, log: "", commits: [], irregular: undefined };
const passed = { outcome: "pass", reason: null, log: "", details: { seen: 1 } } as const;

function makeRun(check: Check, changed: Partial<CheckRun> & { readonly programDigest?: string } = {}) {
  const texts = new Map<string, string>();
  const proposal = { variants: [], partials: new Map(), companions: [] };
  const workshop = {
    proposals: [{ id: "shown" }],
    templates: { variants: [], proposals: new Map([["shown", proposal]]) },
    programDigest: "d",
    store: {
      get: async (key: string) => texts.get(key),
      set: async (key: string, text: string) => texts.set(key, text),
    },
    now: () => 0,
  } as unknown as VerifyWorkshop;
  const run: CheckRun = {
    workshop,
    stage: { place: null } as unknown as Stage,
    subject: subjectOf("v1.10.12", makeSeries()),
    applied: async () => taken,
    check,
    commit: null,
    via: "run",
    ...changed,
  };
  return { run, texts };
}

describe("runCheck", () => {
  it("reuses what a check found for the same trees, program and commit", async () => {
    const { check, times } = makeCheck(() => passed);
    const { run } = makeRun(check);
    const first = await runCheck(run);
    expect(first).toMatchObject({ check: "counted", details: { check: "counted", seen: 1 }, cached: false });
    expect(await runCheck(run)).toEqual({ ...first, cached: true });
    expect(times()).toBe(1);
    await runCheck({ ...run, commit: 1 });
    await runCheck({ ...run, workshop: { ...run.workshop, programDigest: "e" } });
    await runCheck({ ...run, subject: { ...run.subject, tree: "5".repeat(40) } });
    expect(times()).toBe(4);
  });

  it("runs a check again that could not run", async () => {
    const { check, times } = makeCheck(() => ({
      outcome: "could-not-run",
      reason: "no",
      log: "",
      details: null,
    }));
    const { run, texts } = makeRun(check);
    await runCheck(run);
    await runCheck(run);
    expect({ ran: times(), kept: texts.size }).toEqual({ ran: 2, kept: 0 });
  });

  it("runs no check on a series that git am does not apply, but for one that judges it", async () => {
    const { check, times } = makeCheck(() => passed);
    const applied = async () => ({ ...taken, taken: false });
    const refused = await runCheck(makeRun(check, { applied }).run);
    expect(refused).toMatchObject({ outcome: "could-not-run", reason: "git am does not apply the series" });
    expect(times()).toBe(0);
    const judge = { ...check, judgesUnapplied: true } as const;
    expect(await runCheck(makeRun(judge, { applied }).run)).toMatchObject({ outcome: "pass" });
  });

  it("tells an engine that fails from a series that does, and passes on any other error", async () => {
    const thrown = (error: Error) => {
      const { check } = makeCheck(() => {
        throw error;
      });
      return runCheck(makeRun(check).run);
    };
    expect(await thrown(new PatchkitError("environment/engine-failed", "it stopped"))).toMatchObject({
      outcome: "could-not-run",
      reason: "it stopped",
    });
    expect(await thrown(new PatchkitError("golang/syntax-error", "a.go:3"))).toMatchObject({
      outcome: "fail",
      reason: "a.go:3",
    });
    await expect(thrown(new PatchkitError("environment/interrupted", "stop"))).rejects.toThrow("stop");
    await expect(thrown(new TypeError("a bug"))).rejects.toThrow("a bug");
  });

  it("cuts what a program printed without end", async () => {
    const { check } = makeCheck(() => ({ ...passed, log: "x".repeat(1_000_000) }));
    const { log } = await runCheck(makeRun(check).run);
    expect(log.length).toBeLessThan(70_000);
  });
});
