import { describe, expect, it } from "vitest";
import { absent, allFacts, atFile, type Sources, type Survey, takeProfile } from "../../src/profile/index.ts";
import { failureOf } from "../helpers/failure.ts";
import { makeGoParser } from "../helpers/go.ts";

type Facts = {
  readonly found: boolean;
  readonly shapeless: string;
  readonly notInRelease: readonly string[];
};

const parser = await makeGoParser();
const main = parser.parse("pkg/a.go", 'package a\n\nimport "github.com/cilium/cilium/pkg/b"\n');
const sources = {
  sha: "0123456789abcdef",
  text: (path: string) => (path === "VERSION" ? "1.10.12\n" : undefined),
  go: (path: string) => (path === main.path ? main : undefined),
  references: new Map(),
} as unknown as Sources;

function makeProfile() {
  const probed: string[] = [];
  const survey: Survey<Facts> = {
    files: { main: main.path, since: "v1.4", paths: [], folders: [], references: "" },
    probes: {
      found: () => {
        probed.push("found");
        return atFile(true, "pkg/gone.go");
      },
      shapeless: () => ({ missing: "pkg/a.go: expected this, found that" }),
      notInRelease: () => absent("this release has no such thing"),
    },
  };
  return { profile: takeProfile(sources, survey), probed };
}

describe("a profile", () => {
  it("probes a fact when it is first read, once, and tells who read it", () => {
    const { profile, probed } = makeProfile();
    const read: string[] = [];
    const facts = profile.facts((name) => read.push(name));
    expect({ probed, read }).toEqual({ probed: [], read: [] });
    const found: boolean = facts.found;
    expect([found, facts.found, probed, read]).toEqual([true, true, ["found"], ["found", "found"]]);
  });

  it("tells what a release is known not to have from what has an unknown shape", async () => {
    const { profile } = makeProfile();
    const facts = profile.facts();
    expect(await failureOf(() => facts.shapeless)).toMatchObject({
      code: "profile/fact-missing",
      message: "0123456789ab: shapeless (pkg/a.go: expected this, found that)",
    });
    expect(await failureOf(() => facts.notInRelease)).toMatchObject({
      code: "profile/fact-absent",
      message: "this release has no such thing",
    });
  });

  it("lists all facts in the order of the probes, a missing one as a value", () => {
    expect(allFacts(makeProfile().profile)).toEqual([
      { name: "found", value: true, at: { path: "pkg/gone.go", line: null } },
      { name: "shapeless", missing: "pkg/a.go: expected this, found that", isAbsent: false },
      { name: "notInRelease", missing: "this release has no such thing", isAbsent: true },
    ]);
  });
});
