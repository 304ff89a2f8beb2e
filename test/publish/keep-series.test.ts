import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { keepSeries } from "../../src/publish/keep-series.ts";
import type { TakenSeries } from "../../src/publish/take-series.ts";
import { outputFiles } from "../helpers/evidence.ts";
import { failureOf } from "../helpers/failure.ts";
import { makeFolder } from "../helpers/folder.ts";

const folder = "v1.10.12/flag-gate";
const texts = outputFiles({});
const taken: TakenSeries = {
  folder,
  base: "0".repeat(40),
  digest: "d".repeat(64),
  files: new Map(Object.entries(texts).map(([path, text]) => [path.slice(folder.length + 1), text])),
  isWhole: true,
};

it("writes the exact files with a manifest, and a second time nothing", async () => {
  const out = join(await makeFolder(), "new");
  expect(await keepSeries(out, [taken])).toEqual(new Map([[folder, "written"]]));
  for (const [path, text] of Object.entries(texts))
    expect(await readFile(join(out, path), "utf8")).toBe(text);
  expect(await readFile(join(out, "manifest.json"), "utf8")).toContain(folder);
  expect(await keepSeries(out, [taken])).toEqual(new Map([[folder, "unchanged"]]));
});

it("leaves another series of that name alone, and writes none of the others", async () => {
  const out = await makeFolder({ ...texts, [`${folder}/0001-subject-1.patch`]: "mine\n" });
  const before = (await readdir(out, { recursive: true })).sort();
  const other = { ...taken, folder: "v1.9.0/flag-gate" };
  const found = await failureOf(() => keepSeries(out, [other, taken]));
  expect(found.message).toBe(
    `expected nothing, or the same series, at ${out}/${folder}, found another series`,
  );
  expect((await readdir(out, { recursive: true })).sort()).toEqual(before);
});
