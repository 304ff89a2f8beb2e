import { describe, expect, it } from "vitest";
import type { Presets } from "../../src/cli/presets.ts";
import { type RenderOptions, requestOf } from "../../src/cli/render-series.ts";
import { openGit } from "../../src/host/git.ts";
import type { Workshop } from "../../src/matrix/index.ts";
import type { TemplateSet, Variant } from "../../src/plan/index.ts";
import { failureOf } from "../helpers/failure.ts";

const flag = { name: "flag", type: "flag", default: "enable-x", meaning: "The flag." };
const log = { name: "log", type: "boolean", default: true, meaning: "Whether." };
const variants = ["one", "two"].map(
  (id) => ({ proposal: "p", spec: { id, params: [flag, log] } }) as Variant,
);
const templates = { variants, proposals: new Map([["p", {}]]) } as unknown as TemplateSet;
const git = openGit({ env: process.env, signal: new AbortController().signal });
const workshop = { repository: { git }, templates } as unknown as Workshop;

const request = (options: Partial<RenderOptions> = {}) =>
  requestOf(workshop, { refs: [], variants: [], set: [], ...options });
const presets = (set: Presets["set"], hasVariants = false): Presets => ({ path: "c.json", hasVariants, set });

describe("what flags ask for", () => {
  it("is the chosen variants with their defaults, by nobody in particular", async () => {
    const { stacks, params, identity, refs } = await request({ variants: ["two"] });
    expect(stacks.map(({ id }) => id)).toEqual(["two"]);
    expect([...params]).toEqual([["two", { flag: "enable-x", log: true }]]);
    expect([identity, refs]).toEqual([undefined, []]);
  });

  it("has the params of each part of a stack, also of one that is asked for by itself as well", async () => {
    expect([...(await request({ variants: ["two+one"] })).params.keys()]).toEqual(["two", "one"]);
    const { stacks, params } = await request({ variants: ["two+one", "one"], set: ["one.log=false"] });
    expect(stacks.map(({ id }) => id)).toEqual(["one", "two+one"]);
    expect([params.get("one")?.["log"], params.get("two")?.["log"]]).toEqual([false, true]);
  });

  it("has what --set says over what the configuration file says", async () => {
    const set = { one: { flag: "enable-y", log: false }, two: { log: false } };
    const { params } = await request({ variants: ["one"], presets: presets(set), set: ["log=true"] });
    expect([...params]).toEqual([["one", { flag: "enable-y", log: true }]]);
  });

  it("blames an unknown variant on the file if that chose it", async () => {
    const asked = { variants: ["three"] };
    expect((await failureOf(() => request({ ...asked, presets: presets({}) }))).code).toBe(
      "usage/unknown-variant",
    );
    expect(await failureOf(() => request({ ...asked, presets: presets({}, true) }))).toMatchObject({
      code: "usage/bad-config",
      message: expect.stringContaining('expected one of the variants one, two, found "three"'),
    });
  });

  it("is by the author who is named, and signed off", async () => {
    const { identity } = await request({ identity: "Ann <ann@example.org>" });
    expect(identity).toEqual({ name: "Ann", mail: "ann@example.org", signsOff: true });
  });

  it.each([
    ["Ann", /^expected an identity like/],
    ['"Ann" <ann@example.org>', /^expected an identity that git keeps as it is/],
  ])("refuses %j as an author", async (identity, message) => {
    expect(await failureOf(() => request({ identity }))).toMatchObject({
      code: "usage/bad-argument",
      message: expect.stringMatching(message),
    });
  });
});
