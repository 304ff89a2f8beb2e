import { describe, expect, it } from "vitest";
import type { Variant } from "../../src/plan/index.ts";
import {
  findStack,
  paramsOfPart,
  paramsOfStack,
  partIds,
  seriesName,
  stackOf,
} from "../../src/plan/stack.ts";

const param = (name: string, value: boolean) => ({ name, type: "boolean", default: value, meaning: "" });
const variant = (id: string, ...params: object[]) => ({ proposal: "p", spec: { id, params } }) as Variant;
const a = variant("a", param("on", true));
const b = variant("b-c", param("on", false), param("log", true));
const both = stackOf([b, a]);

describe("a stack", () => {
  it("is called as its variants, in its order, and is found by that", () => {
    expect(both.id).toBe("b-c+a");
    expect(partIds(both.id)).toEqual(["b-c", "a"]);
    expect(findStack({ variants: [a, b] }, "b-c+a")).toEqual(both);
    expect(findStack({ variants: [a, b] }, "a")?.parts).toEqual([a]);
    for (const id of ["a+x", "x", "a+", ""]) expect(findStack({ variants: [a, b] }, id)).toBeUndefined();
  });

  it("has the params of each variant under its id, those of a single one under their own", () => {
    const params = new Map([["a", { on: false }]]);
    const all = paramsOfStack(both, params);
    expect(all).toEqual({ "b-c.on": false, "b-c.log": true, "a.on": false });
    expect(paramsOfStack(stackOf([a]), params)).toEqual({ on: false });
    expect(paramsOfPart(both.id, all, "b-c")).toEqual({ on: false, log: true });
    expect(paramsOfPart("a", { on: false }, "a")).toEqual({ on: false });
  });

  it("gives its series a suffix if a param of any variant is not the default", () => {
    const name = (params: Record<string, boolean>) =>
      seriesName(both, { "b-c.on": false, "b-c.log": true, "a.on": true, ...params });
    expect(name({})).toBe("b-c+a");
    const names = [name({ "a.on": false }), name({ "b-c.on": true }), name({ "b-c.log": false })];
    expect(new Set(names).size).toBe(3);
    for (const one of names) expect(one).toMatch(/^b-c\+a\+[0-9a-f]{8}$/);
    expect(seriesName(stackOf([a]), { on: true })).toBe("a");
  });
});
