import { describe, expect, it } from "vitest";
import { breaksOf } from "../../src/cli/drift-breaks.ts";

/** A commit at which one variant changed. */
const commit = (sha: string, id: string, before: string | null, after: string | null) => ({
  sha,
  variants: [{ id, before, after }],
});

describe("breaksOf", () => {
  it("tells a break that a later commit mended from one that is open at the end", () => {
    const commits = [
      commit("c1", "gate", "fits", "refused: no flag"),
      commit("c2", "mode", "fits", "refused: no mode"),
      commit("c3", "gate", "refused: no flag", "fits"),
    ];
    expect(breaksOf(commits)).toEqual([
      { id: "gate", sha: "c1", after: "refused: no flag", mendedBy: "c3" },
      { id: "mode", sha: "c2", after: "refused: no mode", mendedBy: null },
    ]);
  });

  it("keeps the commit of a break whose reason changes, and gives a second one where it breaks again", () => {
    const commits = [
      commit("c1", "gate", "fits", "refused: one"),
      commit("c2", "gate", "refused: one", "refused: two"),
      commit("c3", "gate", "refused: two", "fits"),
      commit("c4", "gate", "fits", "not-applicable: gone"),
    ];
    expect(breaksOf(commits)).toEqual([
      { id: "gate", sha: "c1", after: "refused: two", mendedBy: "c3" },
      { id: "gate", sha: "c4", after: "not-applicable: gone", mendedBy: null },
    ]);
  });

  it("finds none where a variant never fitted, or only began to", () => {
    const commits = [
      commit("c1", "gate", "refused: one", "refused: two"),
      commit("c2", "mode", "refused: one", "fits"),
    ];
    expect(breaksOf(commits)).toEqual([]);
  });
});
