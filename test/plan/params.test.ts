import { describe, expect, it } from "vitest";
import { defaultsOf, paramSuffix, resolveParams } from "../../src/plan/params.ts";
import type { VariantSpec } from "../../src/plan/variant.ts";
import { failureOf } from "../helpers/failure.ts";

type Param = VariantSpec["params"][number];

function variant(id: string, params: Param[]): VariantSpec {
  return {
    id,
    purpose: "purpose",
    fixes: "fixes",
    doesNotFix: "does not fix",
    params,
  };
}

const gate = variant("flag-gate", [
  { name: "flag", type: "flag", default: "enable-it", meaning: "Name of the flag." },
  { name: "default", type: "boolean", default: true, meaning: "Value where none is given." },
  { name: "log", type: "boolean", default: false, meaning: "Whether it says so." },
  { name: "chart", type: "choice", default: "auto", choices: ["auto", "never"], meaning: "Whether." },
]);
const modes = variant("ipam-mode", [
  {
    name: "allow",
    type: "list",
    default: ["kubernetes", "crd"],
    choices: ["kubernetes", "crd", "eni"],
    meaning: "Modes.",
  },
  { name: "log", type: "boolean", default: true, meaning: "Whether it says so." },
]);

/** The value that `--set flag-gate.flag=text` gives. */
function flagOf(text: string): unknown {
  return resolveParams([gate], [`flag-gate.flag=${text}`]).get("flag-gate")?.["flag"];
}

describe("resolveParams", () => {
  it("gives every param of every chosen variant its default", () => {
    expect([...resolveParams([gate, modes], [])]).toEqual([
      ["flag-gate", { flag: "enable-it", default: true, log: false, chart: "auto" }],
      ["ipam-mode", { allow: ["kubernetes", "crd"], log: true }],
    ]);
  });

  it("takes settings with and without the variant in front, the last one of a key", () => {
    const settings = ["flag=first", "flag-gate.flag=second", "default=false", "ipam-mode.log=false"];
    expect([...resolveParams([gate, modes], settings)]).toEqual([
      ["flag-gate", { flag: "second", default: false, log: false, chart: "auto" }],
      ["ipam-mode", { allow: ["kubernetes", "crd"], log: false }],
    ]);
  });

  it("takes one of the choices of a param, and no other", async () => {
    const settings = (value: string) => resolveParams([gate], [`chart=${value}`]).get("flag-gate")?.["chart"];
    expect(settings("never")).toBe("never");
    expect(await failureOf(() => settings("nevr"))).toMatchObject({
      code: "usage/bad-param",
      message: '--set flag-gate.chart: expected one of auto, never, found "nevr"',
      hint: expect.stringContaining("never"),
    });
  });

  it("takes a bare key that only one of the chosen variants has", () => {
    expect(resolveParams([modes], ["log=false"]).get("ipam-mode")).toMatchObject({ log: false });
  });

  it("refuses a bare key that two of the chosen variants have, and says how to write it", async () => {
    expect(await failureOf(() => resolveParams([gate, modes], ["log=true"]))).toEqual({
      code: "usage/unknown-param",
      message: 'expected a param of one variant, found "log" in flag-gate and ipam-mode',
      hint: "Name the variant: --set flag-gate.log=…",
    });
  });

  it.each(["colour", "flag-gate.colour", "ipam-mode.flag", "other.flag", "", "__proto__", "constructor"])(
    "refuses the unknown param %j and lists those there are",
    async (key) => {
      expect(await failureOf(() => resolveParams([gate, modes], [`${key}=x`]))).toEqual({
        code: "usage/unknown-param",
        message: `expected one of the params flag-gate.flag, flag-gate.default, flag-gate.log, flag-gate.chart, ipam-mode.allow, ipam-mode.log, found "${key}"`,
        hint: "`cilium-patchkit variants` lists the params and their defaults.",
      });
    },
  );

  it("refuses a param of a variant that was not chosen", async () => {
    const { code } = await failureOf(() => resolveParams([modes], ["flag-gate.flag=x-y"]));
    expect(code).toBe("usage/unknown-param");
  });

  it("refuses a setting without a value", async () => {
    const failure = await failureOf(() => resolveParams([gate], ["flag"]));
    expect(failure).toMatchObject({
      code: "usage/bad-param",
      message: 'expected --set [variant.]key=value, found "flag"',
    });
  });
});

describe("a flag's name", () => {
  it.each(["ab", "enable-it", "a1", "k8s-2-go", `a${"b".repeat(62)}`])("may be %s", (name) => {
    expect(flagOf(name)).toBe(name);
  });

  it.each([
    ["empty", ""],
    ["a single letter", "a"],
    ["64 characters long", `a${"b".repeat(63)}`],
    ["upper case", "Enable-It"],
    ["partly upper case", "enable-IPv4"],
    ["one that starts with a dash", "-enable"],
    ["one with the dashes of the command line", "--enable"],
    ["one that starts with a digit", "4you"],
    ["one that ends with a dash", "enable-"],
    ["one with two dashes in a row", "enable--it"],
    ["one with an underscore", "enable_it"],
    ["one with a dot", "enable.it"],
    ["one with a blank", "enable it"],
    ["one with a blank at its end", "enable-it "],
    ["one with a line break", "enable-it\n"],
    ["one with a second line", "enable\nit"],
    ["one with letters that are not ASCII", "enable-ü"],
    ["a Go string that ends early", 'x"+os.Exit(1)+"'],
    ["a Go raw string that ends early", "x`+os.Exit(1)+`"],
    ["a Go comment", "x/*"],
    ["a template", "{{sha}}"],
    ["a second setting", "x=y"],
    ["a path", "../x"],
  ])("must not be %s", async (_, name) => {
    expect(await failureOf(() => flagOf(name))).toEqual({
      code: "usage/bad-param",
      message: `--set flag-gate.flag: expected a flag name: a lower-case letter, then letters, digits and single dashes, 63 at most, found ${JSON.stringify(name)}`,
      hint: "Name of the flag.",
    });
  });
});

describe("a boolean", () => {
  it.each(["", "yes", "True", "1", "true "])("must not be %j", async (text) => {
    const failure = await failureOf(() => resolveParams([gate], [`default=${text}`]));
    expect(failure).toEqual({
      code: "usage/bad-param",
      message: `--set flag-gate.default: expected true or false, found ${JSON.stringify(text)}`,
      hint: "Value where none is given.",
    });
  });
});

describe("a list", () => {
  it("takes values in the order of the choices, each once, blanks around them dropped", () => {
    expect(resolveParams([modes], ["allow= eni ,crd,eni"]).get("ipam-mode")?.["allow"]).toEqual([
      "crd",
      "eni",
    ]);
  });

  it.each(["", "crd,", "crd,other", "CRD", "crd;eni"])("must not be %j", async (text) => {
    const failure = await failureOf(() => resolveParams([modes], [`allow=${text}`]));
    expect(failure).toEqual({
      code: "usage/bad-param",
      message: `--set ipam-mode.allow: expected a comma-separated list of kubernetes, crd, eni, found ${JSON.stringify(text)}`,
      hint: "Modes.",
    });
  });

  it("suggests the value that a mistyped one is near to", async () => {
    const { hint } = await failureOf(() => resolveParams([modes], ['allow=crd"']));
    expect(hint).toBe('Did you mean "crd"? Modes.');
  });
});

describe("paramSuffix", () => {
  const suffix = (spec: VariantSpec, settings: string[]) =>
    paramSuffix(defaultsOf(spec), resolveParams([spec], settings).get(spec.id) ?? {});

  it("is empty for defaults, also where they are set by hand", () => {
    expect(suffix(gate, [])).toBe("");
    expect(suffix(gate, ["flag=enable-it", "default=true"])).toBe("");
    expect(suffix(modes, ["allow=kubernetes,crd"])).toBe("");
  });

  it("is a plus and eight hex digits for anything else, the same every time", () => {
    // The value is part of folder names in repositories out there: it may not change.
    expect(suffix(gate, ["default=false"])).toBe("+031f2d25");
  });

  it("differs with what was set", () => {
    const all = [["default=false"], ["flag=other"], ["default=false", "flag=other"], ["log=true"]].map(
      (settings) => suffix(gate, settings),
    );
    expect(new Set(all).size).toBe(all.length);
    for (const one of all) expect(one).toMatch(/^\+[0-9a-f]{8}$/);
  });

  it("does not depend on the order of the settings", () => {
    expect(suffix(gate, ["flag=other", "default=false"])).toBe(suffix(gate, ["default=false", "flag=other"]));
  });

  it("does not depend on the order of a list", () => {
    expect(suffix(modes, ["allow=crd,kubernetes"])).toBe("");
  });
});
