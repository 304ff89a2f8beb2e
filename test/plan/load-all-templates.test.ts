import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { packageRoot } from "../../src/host/assets.ts";
import { loadAllTemplates } from "../../src/plan/load-all-templates.ts";
import { proposals } from "../../src/proposals/index.ts";
import { failureOf } from "../helpers/failure.ts";
import { makeFolder } from "../helpers/folder.ts";

/** A variant's files, by path below its proposal's folder. */
function variant(id: string): Record<string, string> {
  const spec = { id, purpose: "One sentence.", fixes: "a", doesNotFix: "b", params: [] };
  return {
    [`${id}/variant.json`]: JSON.stringify(spec),
    [`${id}/cover-letter.hbs`]: "Subject: x\n",
    [`${id}/10-first/commit.hbs`]: "a: Do it\n",
  };
}

/** Files below another folder. */
function below(folder: string, files: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(files).map(([path, text]) => [`${folder}/${path}`, text]));
}

const bundled = () =>
  makeFolder({ ...below("one", { ...variant("sample"), "_shared/licence.hbs": "// SPDX\n" }) });

describe("loadAllTemplates", () => {
  it("has the variants of all proposals in their order, each with the name of its own", async () => {
    const shared = { "_shared/licence.hbs": "// SPDX\n" };
    const folder = await makeFolder({
      ...below("one", { ...variant("sample"), ...shared }),
      ...below("two", { ...variant("another"), ...shared }),
      "unknown/variant.json": "{",
    });
    const { variants, proposals: loaded } = await loadAllTemplates(folder, ["two", "one"]);
    expect(variants.map(({ proposal, spec: { id } }) => [proposal, id])).toEqual([
      ["two", "another"],
      ["one", "sample"],
    ]);
    expect([...loaded].map(([id, own]) => [id, own.variants])).toEqual([
      ["two", [variants[0]]],
      ["one", [variants[1]]],
    ]);
  });

  it("knows the proposals of this package, each with its folder, and no folder besides", async () => {
    const folders = await readdir(join(packageRoot, "templates"), { withFileTypes: true });
    const names = folders.filter((one) => one.isDirectory() && !one.name.startsWith("_"));
    expect(names.map(({ name }) => name).sort()).toEqual(proposals.map(({ id }) => id).sort());
  });
});

describe("a folder outside the package", () => {
  it("adds its variants and partials behind those of the package; named twice, it is read once", async () => {
    const own = await makeFolder(
      below("one", { ...variant("a-first"), "_shared/words.hbs": "x", "README.md": "not a variant" }),
    );
    const { variants, proposals: loaded } = await loadAllTemplates(await bundled(), ["one"], [own, own]);
    expect(variants.map(({ spec }) => spec.id)).toEqual(["sample", "a-first"]);
    expect([...(loaded.get("one")?.partials ?? [])]).toEqual([
      ["licence", "// SPDX\n"],
      ["words", "x"],
    ]);
  });

  it("may have no partials", async () => {
    const own = await makeFolder(below("one", variant("mine")));
    expect((await loadAllTemplates(await bundled(), ["one"], [own])).variants).toHaveLength(2);
  });

  it.each([
    ["has variants that stand in no proposal", variant("mine"), "mine"],
    ["is empty", {}, "none"],
    ["holds files only", { "variant.json": "{}" }, "none"],
  ])("is refused where it %s", async (_, files, found) => {
    const own = await makeFolder(files);
    expect(await failureOf(async () => loadAllTemplates(await bundled(), ["one"], [own]))).toEqual({
      code: "usage/bad-argument",
      message: `${own}: expected a folder for a proposal (one) with a folder for each variant, found ${found}`,
      hint: "`cilium-patchkit new variant NAME --dir DIR` makes a folder as it should be.",
    });
  });

  it("is refused where there is none", async () => {
    const failure = await failureOf(async () => loadAllTemplates(await bundled(), ["one"], ["/nowhere/x"]));
    expect(failure.message).toMatch(/^\/nowhere\/x: expected a folder for a proposal .*, found none$/);
  });

  it.each([
    ["a variant", variant("sample"), "no variant sample"],
    ["a partial", { ...variant("mine"), "_shared/licence.hbs": "y" }, "no partial one/_shared/licence"],
  ])("replaces nothing: %s of a name that is taken is refused", async (_, files, expected) => {
    const own = await makeFolder(below("one", files));
    const failure = await failureOf(async () => loadAllTemplates(await bundled(), ["one"], [own]));
    expect(failure.message).toBe(`${own}: expected ${expected}, found one as in the package`);
  });

  it.each([
    ["a variant.json that is none", { ...variant("mine"), "mine/variant.json": "[" }, "mine/variant.json: "],
    ["files for verification", { ...variant("mine"), "_verify/a.hbs": "" }, "_verify: expected variants"],
  ])("names the whole path of %s", async (_, files, message) => {
    const own = await makeFolder(below("one", files));
    const failure = await failureOf(async () => loadAllTemplates(await bundled(), ["one"], [own]));
    expect(failure.message).toContain(`${own}/one/${message}`);
  });
});
