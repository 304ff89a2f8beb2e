import { describe, expect, it } from "vitest";
import type { VariantSpec } from "../../src/plan/variant.ts";
import { buildView, lookUp, nameOfParam, type ViewSource, withNames } from "../../src/plan/view.ts";
import { lazily } from "../../src/profile/index.ts";

type Facts = {
  readonly mode: { readonly path: string; readonly names: readonly string[] };
  readonly other: boolean;
};

const spec: VariantSpec = {
  id: "v",
  purpose: "Do it.",
  fixes: "a",
  doesNotFix: "b",
  params: [
    { name: "flag", type: "flag", default: "do-it", meaning: "m" },
    { name: "opt-in", type: "boolean", default: false, meaning: "m" },
  ],
  flag: { help: "Do it", nodeConfigField: "SkipIt", inverted: true },
};

const source: ViewSource<Facts> = {
  survey: { probes: { mode: () => ({ missing: "" }), other: () => ({ missing: "" }) } },
  vocabulary: {
    names: (facts, params) => ({
      count: () => facts.mode.names.length,
      twice: () => params["opt-in"] === true,
    }),
    whyNothing: () => undefined,
    ownImportsFirst: () => false,
  },
};

function makeView() {
  const read: string[] = [];
  const facts = lazily<Facts>(["mode", "other"], (name) => {
    read.push(name);
    return name === "mode" ? { path: "a.go", names: ["x", "y"] } : true;
  });
  const params = { flag: "enable-ipv4-it", "opt-in": true };
  const commit = { release: "v1.10", sha: "0123456789abcdef" };
  return { view: buildView(source, { variant: spec, params }, facts, commit), read };
}

describe("buildView", () => {
  it("has facts, params, the flag and computed names, each under a name that a template can read", () => {
    const { view } = makeView();
    expect(view).toMatchObject({ other: true, optIn: true, count: 2, twice: true, shortSha: "0123456789ab" });
    expect(view).toMatchObject({
      flag: "enable-ipv4-it",
      flagConstant: "EnableIPv4ItName",
      optionField: "EnableIPv4It",
      flagValue: "enableIPv4It",
      flagHelp: "Do it",
      nodeConfigField: "SkipIt",
      nodeConfigSign: "!",
    });
    expect("flagControls" in view).toBe(false);
  });

  it("has what the option does as a comment of a chart, too", () => {
    const controls = "decides whether the agent does it, in a sentence that is longer\n// than a line";
    const flag = { ...spec.flag, help: "Do it", nodeConfigField: "SkipIt", inverted: true, controls };
    const params = { flag: "enable-it", "opt-in": true };
    const commit = { release: "v1.10", sha: "0123456789abcdef" };
    const facts = lazily<Facts>(["mode", "other"], () => true as never);
    expect(
      buildView(source, { variant: { ...spec, flag }, params }, facts, commit)["flagControlsLines"],
    ).toEqual(["enableIt decides whether the agent does it, in a sentence that is longer", "than a line."]);
  });

  it("reads a fact only when a name that needs it is read", () => {
    const { view, read } = makeView();
    expect([view["optIn"], Object.keys(view).includes("mode"), read]).toEqual([true, true, []]);
    expect([view["count"], read]).toEqual([2, ["mode"]]);
  });
});

describe("withNames", () => {
  it("adds and replaces names, and reads no other", () => {
    const { view, read } = makeView();
    const more = withNames(view, { count: 3, untested: "" });
    expect([more["count"], more["untested"], more["purpose"], read]).toEqual([3, "", "Do it.", []]);
  });
});

describe("lookUp", () => {
  it("finds a value and its parts, and nothing where there is none", () => {
    const { view } = makeView();
    expect(lookUp(view, "mode.path")).toBe("a.go");
    expect(lookUp(view, "optIn")).toBe(true);
    for (const path of ["none", "mode.none", "other.part", "mode.names.0"])
      expect(lookUp(view, path)).toBeUndefined();
  });
});

describe("nameOfParam", () => {
  it.each([
    ["log", "log"],
    ["opt-in", "optIn"],
    ["a-b-c", "aBC"],
    ["v-4", "v4"],
  ])("makes of %s %s", (param, name) => expect(nameOfParam(param)).toBe(name));
});
