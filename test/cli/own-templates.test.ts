import { expect, it } from "vitest";
import { loadOwnTemplates } from "../../src/cli/own-templates.ts";
import { proposals } from "../../src/proposals/index.ts";
import { makeFolder } from "../helpers/folder.ts";

it("has the variants of every proposal of the package, and those of folders outside beside them", async () => {
  const spec = { id: "mine", purpose: "One sentence.", fixes: "a", doesNotFix: "b", params: [] };
  const outside = await makeFolder({
    "node-routes/mine/variant.json": JSON.stringify(spec),
    "node-routes/mine/cover-letter.hbs": "Subject: x\n",
    "node-routes/mine/10-first/commit.hbs": "a: Do it\n",
  });
  const own = await loadOwnTemplates();
  const ids = own.variants.map(({ spec: { id } }) => id);
  expect(ids).toContain("flag-gate");
  expect([...own.proposals.keys()]).toEqual(proposals.map(({ id }) => id));
  const all = (await loadOwnTemplates([outside])).variants;
  expect(all.map(({ spec: { id } }) => id).filter((id) => !ids.includes(id))).toEqual(["mine"]);
  expect(all.find(({ spec: { id } }) => id === "mine")?.proposal).toBe("node-routes");
});
