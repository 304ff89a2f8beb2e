import { describe, expect, it } from "vitest";
import { draftProposal } from "../../src/author/draft-proposal.ts";
import { failureOf } from "../helpers/failure.ts";
import { makeFolder } from "../helpers/folder.ts";

const list = "src/proposals/index.ts";
const files = { main: "pkg/a.go", since: "v1.2", references: "docs" };
const made = () =>
  makeFolder({
    [list]: 'import { one } from "./one/index.ts";\n\nexport const proposals: readonly P[] = [one];\n',
    "src/proposals/one/index.ts": "",
    "templates/_starter/variant.json": '{"id": "starter-example"}',
  });

describe("draftProposal", () => {
  it("has facts, probes, a view and a variant, each with its test, and is in the list", async () => {
    const draft = await draftProposal(await made(), "new-one", { variants: ["x"], files });
    expect([...draft.files.keys()]).toEqual([
      "src/proposals/new-one/index.ts",
      "src/proposals/new-one/facts.ts",
      "src/proposals/new-one/probes.ts",
      "src/proposals/new-one/view.ts",
      "test/proposals/new-one/probes.test.ts",
      "test/proposals/new-one/view.test.ts",
      "templates/new-one/new-one/variant.json",
    ]);
    expect(draft.files.get("templates/new-one/new-one/variant.json")).toBe('{"id": "new-one"}');
    expect(draft.files.get("src/proposals/new-one/probes.ts")).toContain('mainFile = "pkg/a.go";');
    expect(draft.changed.get(list)).toBe(
      'import { newOne } from "./new-one/index.ts";\nimport { one } from "./one/index.ts";\n\nexport const proposals: readonly P[] = [one, newOne];\n',
    );
  });

  it("refuses the name of a proposal or of a variant", async () => {
    const root = await made();
    for (const name of ["one", "x"])
      expect((await failureOf(() => draftProposal(root, name, { variants: ["x"], files }))).message).toBe(
        `expected a new name, found a proposal or variant ${name}`,
      );
  });
});
