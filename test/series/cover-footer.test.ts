import { describe, expect, it } from "vitest";
import { coverFooter } from "../../src/series/cover-footer.ts";

const base = "0123456789".repeat(4);

const author = "Jane Doe";

/** The lines of the diffstat. */
function statOf(...stats: [path: string, added: number, removed: number][]): string[] {
  const files = stats.map(([path, added, removed]) => ({ path, added, removed }));
  const content = { author, subjects: ["a: Do it"], files, base, folder: "v1/x" };
  return coverFooter(content).split("\n").slice(5, -3);
}

describe("coverFooter", () => {
  it("says how to apply the series, which commits it has, what they change, and what its base is", () => {
    const content = {
      author,
      subjects: ["datapath: Skip it", "helm: Add the value"],
      files: [{ path: "a.go", added: 2, removed: 1 }],
      base,
      folder: "v1.10.12/flag-gate",
    };
    expect(coverFooter(content)).toBe(
      `git am v1.10.12/flag-gate/*.patch

Jane Doe (2):
  datapath: Skip it
  helm: Add the value

 a.go | 3 ++-
 1 file changed, 2 insertions(+), 1 deletion(-)

base-commit: ${base}
`,
    );
  });

  it("aligns paths and counts, and names only what there is", () => {
    expect(statOf(["a.go", 10, 0], ["folder/b.go", 1, 0])).toEqual([
      " a.go        | 10 ++++++++++",
      " folder/b.go |  1 +",
      " 2 files changed, 11 insertions(+)",
    ]);
    expect(statOf(["a.go", 0, 1]).at(-1)).toBe(" 1 file changed, 1 deletion(-)");
  });

  it("shortens the bars of large changes, and keeps at least one mark of each kind", () => {
    const [large, small] = statOf(["a.go", 299, 1], ["b.go", 1, 0]);
    expect(large).toBe(` a.go | 300 ${"+".repeat(30)}-`);
    expect(small).toBe(" b.go |   1 +");
  });
});
