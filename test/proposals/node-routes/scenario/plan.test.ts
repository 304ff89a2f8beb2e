import { describe, expect, it } from "vitest";
import { type Setting, unpatched } from "../../../../src/proposals/node-routes/promise.ts";
import { planScenario } from "../../../../src/proposals/node-routes/scenario/plan.ts";
import { makeFacts } from "../../../helpers/facts.ts";
import { switchedSettings } from "../../../helpers/scenario-settings.ts";

const facts = makeFacts();
const { skip, keep } = switchedSettings;
const setting = (rule: Setting["rule"]): Setting => ({ setting: "off", skip, keep, args: [], rule });

describe("planScenario", () => {
  it("makes each journey of the unpatched tree, without and with the local route", () => {
    expect(planScenario("base", unpatched, facts).map(({ name }) => name)).toEqual([
      "base local off",
      "base local off, native",
      "base local off, direct",
      "base local on",
      "base local on, native",
      "base local on, direct",
    ]);
  });

  it("compares every run of a setting that changes nothing with the same run of the base", () => {
    const planned = planScenario("x", setting(undefined), facts);
    expect(planned.map(({ name }) => name.replace("x off", "base"))).toEqual(
      planned.map(({ baseRun }) => baseRun),
    );
    expect(planned.every((plan) => plan.skip === null)).toBe(true);
  });

  it("adds families, early events and other orders where something is skipped", () => {
    const planned = planScenario("x", setting("remote"), facts);
    expect(planned.slice(6).map(({ name }) => name)).toEqual([
      "x off IPv4 alone",
      "x off IPv6 alone",
      "x off early events, local off",
      "x off early events, local on",
      ...[1, 2, 3, 4, 5, 6].map((seed) => `x off order ${seed}`),
    ]);
  });

  it("expects native routing as before where all remote nodes are skipped, and by the model where equal ones are", () => {
    const native = (rule: Setting["rule"]) =>
      planScenario("x", setting(rule), facts)
        .filter(({ name }) => name.endsWith("native"))
        .map((plan) => plan.skip?.rule ?? null);
    expect(native("remote")).toEqual([null, null]);
    expect(native("equal")).toEqual(["equal", "equal"]);
  });

  it("takes a handler for skipping only with every field, the mode and the cluster ID of the setting", () => {
    const [plan] = planScenario(
      "x",
      { ...setting("equal"), skip: { fields: { A: true }, mode: "crd", clusterID: 0 } },
      facts,
    );
    const isOn = (field: boolean, mode: string, id: number) =>
      plan?.skip?.isOn({ A: field, B: false }, mode, id);
    expect([isOn(true, "crd", 0), isOn(false, "crd", 0), isOn(true, "", 0), isOn(true, "crd", 1)]).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });
});
