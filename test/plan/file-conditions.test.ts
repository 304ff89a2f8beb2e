import { describe, expect, it } from "vitest";
import type { Checkout } from "../../src/checkout/index.ts";
import { askForFiles, isFileCondition } from "../../src/plan/file-conditions.ts";
import type { Variant } from "../../src/plan/load-templates.ts";

/** A commit with a README and a chart. */
const checkout = {
  async list(folder: string) {
    const files = { "": ["README"], chart: ["values.yaml"] }[folder] ?? [];
    return [...files.map((name) => ({ name, isFile: true })), { name: "folder", isFile: false }];
  },
} as unknown as Checkout;

/** A variant with a template for each `when:` line, the first of them a commit's message. */
function variant(first: string, ...rest: readonly string[]): Variant {
  const template = (when: string) => ({ name: "t", source: `---\nwhen: ${when}\n---\ntext` });
  return { commits: [{ message: template(first), edits: rest.map(template) }] } as unknown as Variant;
}

describe("conditions that ask for a file", () => {
  it("are told from names of the view", () => {
    const all = ["file a/b.yaml", "!file a", "isLocalNode", "!fileName", "file"];
    expect(all.filter(isFileCondition)).toEqual(["file a/b.yaml", "!file a"]);
  });

  it("are answered from the commit: only a file counts, negated or not, in the root or below", async () => {
    const asked = variant("file README and other", "!file chart/values.yaml", "file chart", "file a/b/c");
    expect(await askForFiles(asked, checkout)).toEqual({
      "file README": true,
      "file chart/values.yaml": true,
      "file chart": false,
      "file a/b/c": false,
    });
    expect(await askForFiles(variant("file folder", "file chart/folder"), checkout)).toEqual({
      "file folder": false,
      "file chart/folder": false,
    });
  });
});
