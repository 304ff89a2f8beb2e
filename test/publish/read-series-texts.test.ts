import { expect, it } from "vitest";
import { chooseCells, readSeriesTexts } from "../../src/publish/index.ts";
import { outputFiles } from "../helpers/evidence.ts";
import { makeFolder } from "../helpers/folder.ts";

it("reads the bytes of each series that are on disk, its notes included, and nothing else", async () => {
  const files: Record<string, string> = {
    ...outputFiles({}),
    "v1.10.12/flag-gate/answers.md": "a\n",
    "v1.10.12/flag-gate/other": "b\n",
  };
  const out = await makeFolder(files);
  const chosen = await chooseCells(out, { refs: [], variants: [], unverified: true });
  const found = (await readSeriesTexts(out, chosen)).get("v1.10.12/flag-gate");
  expect([...(found ?? [])].map(([name]) => name)).toEqual([
    "0001-subject-1.patch",
    "0002-subject-2.patch",
    "series",
    "series.json",
    "cover-letter.txt",
    "answers.md",
  ]);
  expect(found?.get("series.json")).toBe(files["v1.10.12/flag-gate/series.json"]);
});
