import { describe, expect, it } from "vitest";
import { fromConfig, settingsOf } from "../../src/cli/presets.ts";
import { PatchkitError } from "../../src/errors.ts";
import type { Variant } from "../../src/plan/index.ts";
import { failureOf } from "../helpers/failure.ts";

const variant = (id: string): Variant => ({
  proposal: "p",
  spec: {
    id,
    purpose: "",
    fixes: "",
    doesNotFix: "",
    params: [
      { name: "flag", type: "flag", default: "enable-x", meaning: "The flag." },
      { name: "modes", type: "list", default: [], choices: ["x", "y"], meaning: "Modes." },
      { name: "log", type: "boolean", default: true, meaning: "Whether." },
    ],
  },
  coverLetter: { name: "", source: "" },
  commits: [],
});
const all = [variant("one"), variant("two")];
const presets = (set: Parameters<typeof settingsOf>[0]["set"]) => ({
  path: "c.json",
  hasVariants: false,
  set,
});

describe("settingsOf", () => {
  it("gives the params of chosen variants, as --set takes them", () => {
    const set = { two: { modes: ["x", "y"], log: false }, one: { flag: "new-flag" } };
    expect(settingsOf(presets(set), all, all)).toEqual([
      "one.flag=new-flag",
      "two.modes=x,y",
      "two.log=false",
    ]);
    expect(settingsOf(presets(set), all.slice(0, 1), all)).toEqual(["one.flag=new-flag"]);
  });

  it.each([
    [{ twoo: {} }, 'set: expected one of the variants one, two, found "twoo"', 'Did you mean "two"?'],
    [
      { two: { flog: true } },
      expect.stringContaining('found "two.flog"'),
      expect.stringContaining('Did you mean "flag"?'),
    ],
    [{ two: { log: "maybe" } }, 'set.two.log: expected true or false, found "maybe"', "Whether."],
  ])("refuses %j, also of a variant that is not chosen", async (set, words, hint) => {
    const failure = await failureOf(() => settingsOf(presets(set), all.slice(0, 1), all));
    expect(failure.code).toBe("usage/bad-config");
    expect(failure.message.replace(/^c\.json: /, "")).toEqual(words);
    expect(failure.hint).toEqual(hint);
  });
});

describe("fromConfig", () => {
  it("passes on what is no refusal", () => {
    expect(() => fromConfig("c.json", () => JSON.parse("{"))).toThrow(SyntaxError);
    const refuse = () => {
      throw new PatchkitError("usage/unknown-variant", "expected x");
    };
    expect(() => fromConfig("c.json", refuse)).toThrow("c.json: expected x");
  });
});
