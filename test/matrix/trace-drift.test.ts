import { describe, expect, it } from "vitest";
import { type Look, traceDrift } from "../../src/matrix/index.ts";

const commit = (sha: string, ...paths: string[]) => ({
  sha,
  committedAtSec: 0,
  subject: sha,
  pull: null,
  paths,
});
const look = (known: Look["known"], ...files: string[]): Look => ({
  known,
  reads: { files: new Set(files), folders: new Set() },
});

describe("traceDrift", () => {
  it("finds each change at its commit, also one that is taken back", async () => {
    const looks: Record<string, Look> = {
      base: look({ a: "1", b: "1" }, "a.go"),
      c1: look({ a: "2", b: "1" }, "a.go"),
      c3: look({ a: "1" }, "a.go"),
    };
    const looked: string[] = [];
    const found = await traceDrift(
      "base",
      [commit("c1", "a.go"), commit("c2", "other.go"), commit("c3", "a.go")],
      async (sha) => {
        looked.push(sha);
        const one = looks[sha];
        if (!one) throw new Error(`${sha} need not be looked at`);
        return one;
      },
    );
    expect(looked).toEqual(["base", "c1", "c3"]);
    expect(found.map(({ commit: { sha }, drifts }) => [sha, drifts])).toEqual([
      ["c1", [{ name: "a", before: "1", after: "2" }]],
      [
        "c3",
        [
          { name: "a", before: "2", after: "1" },
          { name: "b", before: "1", after: null },
        ],
      ],
    ]);
  });

  it("follows what is read when that changes", async () => {
    const looks: Record<string, Look> = {
      base: look({ a: "1" }, "old.go"),
      c1: look({ a: "1" }, "new.go"),
      c2: look({ a: "2" }, "new.go"),
    };
    const commits = [commit("c1", "old.go"), commit("c2", "new.go"), commit("c3", "old.go")];
    const found = await traceDrift("base", commits, async (sha) => looks[sha] ?? look({}));
    expect(found.map(({ commit: { sha } }) => sha)).toEqual(["c2"]);
  });
});
