import { describe, expect, it } from "vitest";
import { draftEdit } from "../../src/author/draft-edit.ts";
import { failureOf } from "../helpers/failure.ts";
import { makeFolder } from "../helpers/folder.ts";

const list = "src/edit/kinds.ts";
const text = 'import { x } from "./x.ts";\n\nexport const kinds = [\n  x,\n];\n';

describe("draftEdit", () => {
  it("has a file and a test, and is at the end of the list", async () => {
    const draft = await draftEdit(await makeFolder({ [list]: text }), "new-one");
    const folder = list.slice(0, list.lastIndexOf("/"));
    expect([...draft.files.keys()]).toEqual([
      `${folder}/new-one.ts`,
      `test${folder.slice("src".length)}/new-one.test.ts`,
    ]);
    expect(draft.changed.get(list)).toBe(
      'import { newOne } from "./new-one.ts";\nimport { x } from "./x.ts";\n\nexport const kinds = [\n  x,\n  newOne,\n];\n',
    );
  });

  it("refuses one that there is, and a bad name", async () => {
    const root = await makeFolder({ [list]: text });
    expect((await failureOf(() => draftEdit(root, "x"))).message).toMatch(/: expected no \w+ x, found one$/);
    expect((await failureOf(() => draftEdit(root, "X"))).message).toContain("expected a name for a");
  });
});
