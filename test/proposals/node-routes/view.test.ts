import { describe, expect, it } from "vitest";
import type { ParamValues } from "../../../src/plan/index.ts";
import type { NodeRouteFacts } from "../../../src/proposals/node-routes/facts/facts.ts";
import { vocabulary } from "../../../src/proposals/node-routes/view.ts";
import { makeFacts } from "../../helpers/facts.ts";
import { failureOf } from "../../helpers/failure.ts";

const ipam = {
  ...makeFacts().ipam,
  modes: [
    { value: "", constant: "" },
    { value: "hostscope-legacy", constant: "IPAMHostScopeLegacy" },
    { value: "crd", constant: "IPAMCRD" },
    { value: "eni", constant: "IPAMENI" },
  ],
};

/** The values of these names. */
function valuesOf(names: readonly string[], changed: Partial<NodeRouteFacts>, params: ParamValues = {}) {
  const view = vocabulary.names(makeFacts(changed), params);
  return names.map((name) => view[name]?.());
}

const refusalOf = async (name: string, changed: Partial<NodeRouteFacts>, params: ParamValues) => {
  const { code, message } = await failureOf(() => valuesOf([name], changed, params));
  expect(code).toBe("profile/fact-absent");
  return message;
};

describe("the names of the handler", () => {
  it.each([
    ["1.13", true],
    ["1.22.0", true],
    ["1.12", false],
    ["", false],
  ])("tell of Go %s whether it has errors.Is: %s", (goVersion, has) => {
    expect(valuesOf(["errorsIs"], { goVersion })).toEqual([has]);
  });

  it.each([
    ["prefix", [false, false]],
    ["exact", [true, false]],
    ["exact-with-mtu", [true, true]],
  ] as const)("tell what route.Delete compares: %s", (routeDelete, found) => {
    expect(valuesOf(["exactDelete", "deletesByMTU"], { routeDelete } as Partial<NodeRouteFacts>)).toEqual(
      found,
    );
  });

  it("have the release's own arguments and packages", () => {
    const names = ["remoteArgument", "netlinkRead", "localIdentity"];
    expect(valuesOf(names, {})).toEqual([
      ", false",
      "netlink",
      "nodeTypes.Identity{Name: nodeTypes.GetName(), Cluster: option.Config.ClusterName}",
    ]);
    expect(valuesOf(names.slice(0, 2), { isLocalNode: false, safeNetlink: true })).toEqual([
      "",
      "safenetlink",
    ]);
  });
});

describe("the names of IPAM modes", () => {
  it("divide the release's modes by the param, as users write them", () => {
    const names = ["allowedCases", "allowedNames", "skippedCases", "skippedNames", "allSkippedNames"];
    const changed = { ipam, nativeOnlyModes: ["IPAMENI"] };
    expect(valuesOf(names, changed, { allow: ["host-scope"] })).toEqual([
      ['""', "IPAMHostScopeLegacy"],
      ["host-scope"],
      ["IPAMCRD", "IPAMENI"],
      ["crd"],
      ["crd", "eni"],
    ]);
  });

  it("leave nothing to decide where the release has none or all of the allowed modes", () => {
    const why = (params: ParamValues) => vocabulary.whyNothing(makeFacts({ ipam }), params);
    expect(why({ allow: ["kubernetes"] })).toBe("this release has none of the allowed IPAM modes");
    expect(why({ allow: ["host-scope", "crd", "eni"] })).toBe(
      "this release has no IPAM mode that is not allowed",
    );
    expect(why({ allow: ["crd"] })).toBeUndefined();
    expect(why({ flag: "x" })).toBeUndefined();
  });
});

describe("the chart's entry", () => {
  const shared = (set: number, flags: number) =>
    ({ chartShare: { set, flags }, chartSibling: { value: "x" } }) as unknown as Partial<NodeRouteFacts>;

  it("is there where the chart sets four of five flags, or the param asks for it", () => {
    expect(valuesOf(["chart"], shared(8, 10))).toEqual([{ value: "x" }]);
    expect(valuesOf(["chart"], shared(1, 10), { helm: "always" })).toEqual([{ value: "x" }]);
  });

  it("is absent where it is not the custom, or the param forbids it", async () => {
    expect(await refusalOf("chart", shared(79, 100), {})).toBe(
      "not the custom of the release, whose chart sets 79 of 100 boolean flags; with the param helm=always it sets this one, too",
    );
    expect(await refusalOf("chart", shared(10, 10), { helm: "never" })).toBe("the param helm is never");
  });
});

describe("the entry of the matrix of tests", () => {
  const matrix = (native: string, tunnel: string, path = "p.yaml") =>
    ({ testMatrix: { path, native, tunnel } }) as unknown as Partial<NodeRouteFacts>;

  it("is one that stays connected with the flag at what is not its default", () => {
    expect(valuesOf(["testEntry"], matrix("n", "t"), { ci: true, default: true })).toEqual(["n"]);
    expect(valuesOf(["testEntry"], matrix("n", "t"), { ci: true, default: false })).toEqual(["t"]);
  });

  it("is absent where none is such, and unless the param asks for it", async () => {
    expect(await refusalOf("testEntry", matrix("n", ""), { ci: true })).toBe(
      "no entry of p.yaml has a tunnel and the usual keys alone",
    );
    expect(await refusalOf("testEntry", matrix("n", "t"), {})).toMatch(
      /^its nodes have pod CIDRs of their own/,
    );
  });

  it("is in an area that its file decides", () => {
    const area = (path: string) => valuesOf(["testArea"], matrix("", "", path));
    expect(area(".github/workflows/conformance-e2e.yaml")).toEqual(["ci-e2e"]);
    expect(area(".github/actions/e2e/configs.yaml")).toEqual(["gh"]);
  });
});
