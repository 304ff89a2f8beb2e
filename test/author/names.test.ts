import { describe, expect, it } from "vitest";
import { assertName, formsOf } from "../../src/author/names.ts";
import { failureOf } from "../helpers/failure.ts";

describe("assertName", () => {
  it.each([
    ["variant", "skip-routes"],
    ["check", "lint"],
    ["edit", "toml-key"],
    ["proposal", "announced-ranges"],
    ["fact", "routeMetric2"],
  ] as const)("takes for a %s the name %s", (kind, name) => {
    expect(() => assertName(kind, name)).not.toThrow();
  });

  it.each([
    ["variant", "Skip"],
    ["variant", "skip--routes"],
    ["variant", "-skip"],
    ["variant", "skip_routes"],
    ["variant", "../x"],
    ["variant", ""],
    ["edit", "x2"],
    ["check", "index"],
    ["fact", "route-metric"],
    ["fact", "RouteMetric"],
    ["fact", "delete"],
    ["proposal", "a".repeat(41)],
  ] as const)("refuses for a %s the name %j, with the rule", async (kind, name) => {
    const { code, message } = await failureOf(() => assertName(kind, name));
    expect([code, message]).toEqual([
      "usage/bad-argument",
      expect.stringContaining(`a name for a ${kind} of `),
    ]);
    expect(message).toContain(`found ${JSON.stringify(name)}`);
  });
});

it("formsOf gives the forms of a name, whichever it is in", () => {
  const forms = { kebab: "route-metric", camel: "routeMetric", pascal: "RouteMetric", snake: "route_metric" };
  expect(formsOf("route-metric")).toEqual(forms);
  expect(formsOf("routeMetric")).toEqual(forms);
});
