import { describe, expect, it } from "vitest";
import { PatchkitError } from "../../src/errors.ts";
import { describeView } from "../../src/plan/describe-view.ts";
import type { ViewSource } from "../../src/plan/view.ts";
import { type Fact, lazily, type Profile } from "../../src/profile/index.ts";

type Facts = { readonly mode: { readonly path: string; readonly last: string }; readonly gone: boolean };

const source: ViewSource<Facts> = {
  survey: { probes: { mode: () => ({ missing: "" }), gone: () => ({ missing: "" }) } },
  vocabulary: {
    names: (facts) => ({
      base: () => facts.mode.path.slice(0, 1),
      both: () => facts.mode.last === `${facts.gone}`,
    }),
    whyNothing: () => undefined,
    ownImportsFirst: () => false,
  },
};

const facts: Readonly<Record<string, Fact>> = {
  mode: { name: "mode", value: { path: "a.go", last: "X" }, at: { path: "pkg/a.go", line: 3 } },
  gone: { name: "gone", missing: "pkg/b.go does not exist", isAbsent: false },
};
const profile: Profile<Facts> = {
  sha: "0123456789abcdef",
  release: "v1.10",
  names: ["mode", "gone"],
  fact: (name) => facts[name] ?? { name, missing: "", isAbsent: false },
  facts: (onRead) =>
    lazily<Facts>(["mode", "gone"], (name) => {
      const fact = facts[name];
      if (!fact || "missing" in fact) throw new PatchkitError("profile/fact-missing", `${fact?.missing}`);
      onRead?.(name);
      return fact.value;
    }),
};

describe("describeView", () => {
  const described = describeView(source, { variant: undefined, params: { "opt-in": true } }, profile);
  const named = (name: string) => described.find((one) => one.name === name);
  const place = { name: "mode", path: "pkg/a.go", line: 3 };

  it("names a fact by its parts, with the place where it was read", () => {
    expect(named("mode.last")).toEqual({ name: "mode.last", origin: "fact", value: "X", facts: [place] });
    expect(named("mode")).toBeUndefined();
  });

  it("tells which facts a computed name was told from, and why one cannot be", () => {
    expect(named("base")).toEqual({ name: "base", origin: "derived", value: "a", facts: [place] });
    expect(named("both")).toEqual({
      name: "both",
      origin: "derived",
      missing: "pkg/b.go does not exist",
      facts: [place],
    });
    expect(named("gone")).toMatchObject({ origin: "fact", missing: "pkg/b.go does not exist", facts: [] });
  });

  it("has params under their names in templates, and the commit", () => {
    expect(named("optIn")).toEqual({ name: "optIn", origin: "param", value: true, facts: [] });
    expect(named("sha")).toMatchObject({ origin: "commit", value: "0123456789abcdef" });
  });
});
