import { describe, expect, it } from "vitest";
import type { Checkout } from "../../src/checkout/index.ts";
import { readGoVersion, releaseOf, releaseProbes, whyNotCilium } from "../../src/profile/release.ts";
import { factOf, sourcesOf } from "../helpers/fact-sources.ts";

const goMod = "module github.com/cilium/cilium\n\ngo 1.16\n\nrequire example.org/go v1.2.3\n";

describe("the facts of every survey", () => {
  it("have the version without the line's end, and are missing without that file", () => {
    expect(releaseProbes.version(sourcesOf({ VERSION: "1.10.12\n" }))).toEqual({
      value: "1.10.12",
      at: { path: "VERSION", line: 1 },
    });
    expect(factOf(releaseProbes.version(sourcesOf({})))).toBe("missing: VERSION does not exist");
  });

  it("have the go line of go.mod with its place, and an empty one for trees without", () => {
    expect(releaseProbes.goVersion(sourcesOf({ "go.mod": goMod }))).toEqual({
      value: "1.16",
      at: { path: "go.mod", line: 3 },
    });
    for (const texts of [{}, { "go.mod": "module m\n\nrequire (\n\tgo v1\n)\ngoose x\n" }])
      expect(factOf(releaseProbes.goVersion(sourcesOf(texts)))).toBe("");
  });
});

it.each([
  [goMod, "1.16"],
  ["module m\n\ngo  1.22.3 \n\ntoolchain go1.22.5\n", "1.22.3"],
  ["module m\n\ngo 1.21 // as Debian has it\n", "1.21"],
  [undefined, ""],
])("readGoVersion reads %j as %j", async (text, version) => {
  const texts = new Map([["go.mod", text]]);
  const checkout = { readText: async (path: string) => texts.get(path) } as unknown as Checkout;
  expect(await readGoVersion(checkout)).toBe(version);
});

describe("whyNotCilium", () => {
  const main = "pkg/a/a.go";
  const own = 'package a\n\nimport "github.com/cilium/cilium/pkg/b"\n';
  const files = { main, since: "v1.4", paths: [], folders: [], references: "" };
  const why = (texts: Readonly<Record<string, string>>) => whyNotCilium(sourcesOf(texts), files);

  it("takes trees of the module, and those from before there were modules", () => {
    expect(why({ "go.mod": goMod, [main]: own })).toBeUndefined();
    expect(why({ [main]: own })).toBeUndefined();
    expect(why({ "go.mod": 'module "github.com/cilium/cilium" // ours\n', [main]: own })).toBeUndefined();
  });

  it.each([
    [
      "another module, even one whose path begins like it",
      { "go.mod": "module github.com/cilium/cilium-cli\n", [main]: own },
      "expected module github.com/cilium/cilium in go.mod, found github.com/cilium/cilium-cli",
    ],
    [
      "a tree without the file",
      { "go.mod": goMod },
      "expected pkg/a/a.go, which exists since v1.4, found no such file",
    ],
    [
      "a file of that name that imports only others",
      { [main]: 'package a\n\nimport "github.com/cilium/cilium-cli/x"\n' },
      "expected pkg/a/a.go to import github.com/cilium/cilium, found none of its packages",
    ],
  ])("refuses %s", (_, texts, reason) => {
    expect(why(texts)).toBe(reason);
  });
});

describe("releaseOf", () => {
  it.each([
    ["1.10.12\n", "v1.10"],
    ["v1.9.0", "v1.9"],
    ["1.19.0-dev\n", "v1.19"],
    // Between 1.12 and 1.13, the main branch called itself 1.12.90.
    ["1.12.90\n", "v1.13"],
    ["1.9.90", "v1.10"],
    ["1.12.9", "v1.12"],
    ["1.12.900", "v1.12"],
    ["1.12\n", "unknown"],
    ["main\n", "unknown"],
  ])("is, for the version %j, %s", (version, release) => {
    expect(releaseOf(sourcesOf({ VERSION: version }))).toBe(release);
  });

  it("is unknown without a version", () => {
    expect(releaseOf(sourcesOf({}))).toBe("unknown");
  });
});
