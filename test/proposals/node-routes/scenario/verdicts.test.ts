import { describe, expect, it } from "vitest";
import { type Setting, unpatched } from "../../../../src/proposals/node-routes/promise.ts";
import { expectedPrefixes } from "../../../../src/proposals/node-routes/scenario/model.ts";
import { type PlannedScenario, planScenario } from "../../../../src/proposals/node-routes/scenario/plan.ts";
import { judgeRun } from "../../../../src/proposals/node-routes/scenario/verdicts.ts";
import type { ScenarioEvent } from "../../../../src/verify/index.ts";
import { makeFacts } from "../../../helpers/facts.ts";
import { eventsOf, viaHost } from "../../../helpers/scenario-events.ts";
import { switchedSettings } from "../../../helpers/scenario-settings.ts";

const { skip, keep } = switchedSettings;

function planned(rule: Setting["rule"], name: string): PlannedScenario {
  const plan = planScenario("x", { setting: "", skip, keep, args: [], rule }, makeFacts()).find(
    (one) => one.name === `x ${name}`,
  );
  if (!plan) throw new Error(`expected a run ${name}`);
  return plan;
}

/** The events of a run whose routes are those of the model. */
function modelled(plan: PlannedScenario): ScenarioEvent[] {
  if (plan.skip === null) throw new Error("expected a run that skips");
  const expected = expectedPrefixes(plan.events, plan.skip);
  return eventsOf(plan, (index) => (expected[index]?.required ?? []).map(viaHost));
}

/** Verdicts that were not met. */
function wrong(plan: PlannedScenario, events: readonly ScenarioEvent[], base = eventsOf(plan)) {
  return judgeRun(plan, events, base).filter(({ ok }) => !ok);
}

function changed(
  events: readonly ScenarioEvent[],
  at: number,
  change: Partial<ScenarioEvent>,
): ScenarioEvent[] {
  return events.map((event, index) => (index === at ? { ...event, ...change } : event));
}

describe("a run that skips", () => {
  const plan = planned("remote", "order 1");
  const events = modelled(plan);
  const last = events.length - 1;

  it("is as expected with the routes of the model after every event", () => {
    expect(judgeRun(plan, events, []).map(({ check, ok }) => [check, ok])).toEqual([
      ["routes after every event", true],
      ["no warning, no error", true],
    ]);
  });

  it("has no route too many", () => {
    const routes = [...(events[last]?.routes ?? []), viaHost("10.9.0.0/16")];
    expect(wrong(plan, changed(events, last, { routes }))).toEqual([
      expect.objectContaining({
        check: "routes after every event",
        found: expect.stringMatching(/^order 1, .*10\.9\.0\.0\/16/),
      }),
    ]);
  });

  it("logs no warning, but for the map that the loader makes", () => {
    const warned = { log: ["level=warning msg=x"] };
    expect(wrong(plan, changed(events, last, warned))[0]?.found).toContain("level=warning msg=x (order 1, ");
    const aboutMap = { log: ["level=error msg=no tunnel map"], error: "no tunnel map" };
    expect(wrong(plan, changed(events, last, aboutMap))).toEqual([]);
  });

  it("has all its events", () => {
    const count = events.length;
    expect(wrong(plan, events.slice(1))).toEqual([
      { check: "every event happened", expected: `${count} events`, found: `${count - 1} events`, ok: false },
    ]);
  });

  it("has nothing to be compared with where the base has no such run", () => {
    expect(judgeRun(plan, events, undefined)).toEqual([
      { check: "the run ended", expected: "a record", found: "none", ok: false },
    ]);
  });
});

it("keeps the local node's route at all times", () => {
  const plan = planned("remote", "order 2");
  const events = modelled(plan);
  const monitor = ["Deleted 10.247.2.0/24 dev cilium_host"];
  const found = wrong(plan, changed(events, events.length - 1, { monitor }));
  expect(found).toEqual([expect.objectContaining({ check: "the local node's route is never deleted" })]);
});

it("says nothing of a disabled address family in the log", () => {
  const plan = planned("equal", "IPv4 alone");
  const events = changed(modelled(plan), 3, { log: ["level=info msg=skipped fd00:2::/96"] });
  expect(wrong(plan, events).map(({ check }) => check)).toContain(
    "no log line about a disabled address family",
  );
});

describe("leftovers", () => {
  const plan = planned("equal", "IPv4 alone");
  const shared = "10.247.2.0/24";
  const removed = (there: boolean) => {
    const events = modelled(plan).map((event) =>
      event.step === "a leftovers" && there ? { ...event, routes: [viaHost(shared)] } : event,
    );
    return judgeRun(plan, events, []).find(({ check }) => check.startsWith("leftovers"));
  };

  it("have to be there before their removal proves anything", () => {
    expect(removed(true)).toMatchObject({ ok: true, found: "1 before the restart, 0 after" });
    expect(removed(false)).toMatchObject({ ok: false, found: "0 before the restart, 0 after" });
  });
});

describe("a run that changes nothing", () => {
  const plan = planned(undefined, "local off, native");

  it("equals the base's to the log line", () => {
    const events = eventsOf(plan);
    expect(judgeRun(plan, events, events)).toEqual([
      expect.objectContaining({ check: "same as the unpatched tree", ok: true }),
    ]);
    const louder = changed(events, 2, { log: ["level=info msg=more"] });
    expect(wrong(plan, louder, events)[0]?.found).toContain("msg=more");
  });
});

describe("a run of the base", () => {
  const [plan] = planScenario("base", unpatched, makeFacts());
  if (!plan) throw new Error("expected a run of the base");

  it("shows the problem of the report", () => {
    const routes = () => [viaHost("10.247.2.0/24")];
    const verdict = { check: "the shared CIDR is routed to the host device", ok: true };
    expect(judgeRun(plan, eventsOf(plan, routes), undefined)).toEqual([expect.objectContaining(verdict)]);
    expect(judgeRun(plan, eventsOf(plan), undefined)).toEqual([
      expect.objectContaining({ ...verdict, ok: false, found: "" }),
    ]);
  });

  it("shows nothing of it with the local route, which goes there too", () => {
    expect(judgeRun({ ...plan, localRoute: true }, eventsOf(plan), undefined)).toEqual([]);
  });
});
