import { describe, expect, it } from "vitest";
import { inputOf, planCluster } from "../../../../src/proposals/node-routes/cluster/plan.ts";
import { unpatched } from "../../../../src/proposals/node-routes/promise.ts";
import { plansOf } from "../../../helpers/cluster-lines.ts";
import { settings } from "../../../helpers/traffic-lines.ts";

const namesOf = (...args: Parameters<typeof planCluster>) =>
  planCluster(...args).map(({ name, phases }) => [
    name,
    ...phases.map((phase) => `${phase.name} ${phase.agent}`),
  ]);

describe("planCluster", () => {
  it("starts the base once, and a setting that changes nothing once", () => {
    expect(namesOf("base", unpatched)).toEqual([["base", "fresh base"]]);
    expect(namesOf("gate", settings.unchanged)).toEqual([["gate default", "fresh tried"]]);
  });

  it("upgrades the base in place where something changes, and goes back without the new flag", () => {
    expect(namesOf("gate", settings.remote)).toEqual([
      ["gate off", "fresh tried"],
      ["gate off in place", "before base", "upgraded tried", "back base"],
    ]);
    const [, inPlace] = plansOf("gate", settings.remote);
    expect(inPlace && inputOf(inPlace)).toMatchObject({
      Phases: [
        { Agent: "base", Args: [], RoutesApart: true, RoutesShared: true },
        { Agent: "tried", Args: ["--routes=false"], RoutesApart: false, RoutesShared: false },
        { Agent: "base", Args: [], RoutesApart: true, RoutesShared: true },
      ],
    });
  });

  it("leaves out modes that need Kubernetes", () => {
    const skip = { fields: {}, mode: "crd", clusterID: 0 };
    const crd = { setting: "crd", skip, keep: skip, args: ["--ipam=crd"], rule: "remote" } as const;
    expect(planCluster("mode", crd)).toEqual([]);
    expect(planCluster("mode", { ...crd, skip: { ...skip, clusterID: 1 }, rule: undefined })).toEqual([]);
    expect(namesOf("mode", { ...crd, setting: "kubernetes", rule: undefined })).toEqual([
      ["mode kubernetes", "fresh tried"],
    ]);
  });
});
