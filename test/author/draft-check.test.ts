import { describe, expect, it } from "vitest";
import { draftCheck } from "../../src/author/draft-check.ts";
import { failureOf } from "../helpers/failure.ts";
import { makeFolder } from "../helpers/folder.ts";

const list = "src/verify/checks/index.ts";
const text = 'import { xCheck } from "./x.ts";\n\nexport const checks = [\n  xCheck,\n];\n';

describe("draftCheck", () => {
  it("has a file and a test, and is at the end of the list", async () => {
    const draft = await draftCheck(await makeFolder({ [list]: text }), "new-one");
    const folder = list.slice(0, list.lastIndexOf("/"));
    expect([...draft.files.keys()]).toEqual([
      `${folder}/new-one.ts`,
      `test${folder.slice("src".length)}/new-one.test.ts`,
    ]);
    expect(draft.changed.get(list)).toBe(
      'import { newOneCheck } from "./new-one.ts";\nimport { xCheck } from "./x.ts";\n\nexport const checks = [\n  xCheck,\n  newOneCheck,\n];\n',
    );
  });

  it("refuses one that there is, and a bad name", async () => {
    const root = await makeFolder({ [list]: text });
    expect((await failureOf(() => draftCheck(root, "x"))).message).toMatch(/: expected no \w+ x, found one$/);
    expect((await failureOf(() => draftCheck(root, "X"))).message).toContain("expected a name for a");
  });
});
