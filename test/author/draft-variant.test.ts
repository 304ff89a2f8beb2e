import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { draftVariant } from "../../src/author/draft-variant.ts";
import { packageRoot } from "../../src/host/assets.ts";
import { proposals } from "../../src/proposals/index.ts";
import { failureOf } from "../helpers/failure.ts";
import { makeFolder } from "../helpers/folder.ts";

const bundled = join(packageRoot, "templates");
const ids = proposals.map(({ id }) => id);
const [proposal = ""] = ids;
const draft = (name: string, dir: string, other = proposal) =>
  draftVariant(name, { bundled, dir, proposals: ids, proposal: other });

describe("draftVariant", () => {
  it("renames the starter everywhere: files, Go and variant.json", async () => {
    const { files, changed, root } = await draft("fast-path", "/nowhere/templates");
    expect([root, changed.size]).toEqual(["/nowhere/templates", 0]);
    const folder = `${proposal}/fast-path`;
    expect([...files.keys()]).toEqual([
      `${folder}/10-first-step/commit.hbs`,
      `${folder}/10-first-step/example-test.go.hbs`,
      `${folder}/10-first-step/example.go.hbs`,
      `${folder}/cover-letter.hbs`,
      `${folder}/variant.json`,
    ]);
    expect(JSON.parse(files.get(`${folder}/variant.json`) ?? "")).toMatchObject({ id: "fast-path" });
    const go = files.get(`${folder}/10-first-step/example.go.hbs`);
    expect(go).toContain("file: pkg/option/fast_path.go\n");
    expect(go).toContain("\nfunc FastPath(");
    expect([...files.values()].join()).not.toMatch(/starter/i);
  });

  it("refuses a name that a variant has, in the package or in the folder", async () => {
    const spec = { id: "mine", purpose: "p", fixes: "f", doesNotFix: "d", params: [] };
    const dir = await makeFolder({
      [`${proposal}/mine/variant.json`]: JSON.stringify(spec),
      [`${proposal}/mine/cover-letter.hbs`]: "x\n",
    });
    expect((await failureOf(() => draft("mine", dir))).message).toBe(
      "expected a new name, found a variant mine",
    );
    expect((await draft("other", dir)).files.size).toBe(5);
    const [taken = ""] = await import("../../src/cli/own-templates.ts")
      .then(({ loadOwnTemplates }) => loadOwnTemplates())
      .then(({ variants }) => variants.map(({ spec: { id } }) => id));
    expect((await failureOf(() => draft(taken, dir))).message).toContain(`found a variant ${taken}`);
  });

  it("refuses an unknown proposal and a bad name", async () => {
    expect((await failureOf(() => draft("mine", "/nowhere", "x"))).message).toContain('found "x"');
    expect((await failureOf(() => draft("Mine", "/nowhere"))).message).toContain(
      "expected a name for a variant",
    );
  });
});
