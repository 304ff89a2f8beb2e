import { beforeAll, describe, expect, it } from "vitest";
import { loadOwnTemplates } from "../../../src/cli/own-templates.ts";
import type { Variant } from "../../../src/plan/index.ts";
import { settingsOf } from "../../../src/proposals/node-routes/promise.ts";
import { makeFacts } from "../../helpers/facts.ts";

const modes = ["kubernetes", "crd"].map((value) => ({ constant: value, value }));
const { ipam, ...others } = makeFacts();
const facts = { ...others, ipam: ipam && { ...ipam, modes } };

let variants: readonly Variant[];
beforeAll(async () => {
  ({ variants } = await loadOwnTemplates());
});

function variantOf(id: string, changed: Partial<Variant["spec"]> = {}): Variant {
  const variant = variants.find(({ spec }) => spec.id === id);
  if (!variant) throw new Error(`expected the variant ${id}`);
  return { ...variant, spec: { ...variant.spec, ...changed } };
}

/** Name, what is switched on, and rule of each setting. */
function shown(variant: Variant, params = {}): unknown {
  const settings = settingsOf(variant, params, facts);
  if ("reason" in settings) return settings.reason;
  return settings.map(({ setting, skip, keep, rule }) => [setting, skip, keep, rule]);
}

const state = (fields: Readonly<Record<string, boolean>>, mode = "", clusterID = 0) => ({
  fields,
  mode,
  clusterID,
});

describe("settingsOf", () => {
  it("switches by a flag that is inverted in the node configuration", () => {
    const [on, off] = [true, false].map((value) => state({ SkipRemoteNodeRoute: value }));
    expect(shown(variantOf("flag-gate"))).toEqual([
      ["default", off, off, undefined],
      ["off", on, off, "remote"],
    ]);
  });

  it("skips everywhere, or by the flag where a param asks for it", () => {
    expect(shown(variantOf("cidr-validation"))).toEqual([["", state({}), null, "equal"]]);
    const [on, off] = [true, false].map((value) => state({ EnableNodeCIDRValidation: value }));
    expect(shown(variantOf("cidr-validation"), { "opt-in": true })).toEqual([
      ["default", off, off, undefined],
      ["on", on, off, "equal"],
    ]);
  });

  it("switches by the first mode that is allowed and the first that is not, and by the cluster ID", () => {
    const [kept, skipped] = [state({}, "kubernetes"), state({}, "crd")];
    expect(shown(variantOf("ipam-mode"), { allow: ["kubernetes"] })).toEqual([
      ["kubernetes", kept, kept, undefined],
      ["crd, cluster ID 1", state({}, "crd", 1), state({}, "crd", 1), undefined],
      ["crd", skipped, kept, "remote"],
    ]);
  });

  it("has the kept mode alone on a release without any other", () => {
    const kept = state({}, "kubernetes");
    expect(shown(variantOf("ipam-mode"), { allow: ["kubernetes", "crd"] })).toEqual([
      ["kubernetes", kept, kept, undefined],
    ]);
  });

  it("takes a promise for what it says, whatever the variant is called", () => {
    const promise = { skips: "equal", where: "everywhere" };
    expect(shown(variantOf("flag-gate", { id: "other", promise }))).toEqual([["", state({}), null, "equal"]]);
  });

  it("has none for a variant that promises nothing", () => {
    const { promise: _, ...spec } = variantOf("cidr-validation").spec;
    const silent = { ...variantOf("cidr-validation"), spec: { ...spec, id: "log-only" } };
    expect(shown(silent)).toBe("variant.json of log-only states no promise about routes");
  });

  it.each([
    ["an unknown word", { promise: { skips: "some", where: "flag" } }, /promise: .*"remote"\|"equal"/s],
    ["a missing one", { promise: { skips: "remote" } }, /where/],
    ["a flag that sets nothing", { flag: {} }, /expected a flag with a nodeConfigField, found none/],
  ])("refuses a promise with %s", (_, changed, words) => {
    expect(() => shown(variantOf("flag-gate", changed))).toThrow(words);
    expect(() => shown(variantOf("flag-gate", changed))).toThrow(/^node-routes\/flag-gate\/variant\.json/);
  });
});
