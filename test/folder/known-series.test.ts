import { appendFile, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, expect, it } from "vitest";
import { openKnownSeries, type SeriesInput } from "../../src/folder/known-series.ts";
import { openOutputFolder, writeSeries } from "../../src/folder/write-series.ts";
import { openGit } from "../../src/host/git.ts";
import { makeFolder } from "../helpers/folder.ts";
import { makeSeries } from "../helpers/series.ts";

const versions = { tool: "0.1.0", templates: "e".repeat(64) };
const series = makeSeries();
const input: SeriesInput = { ...series, identity: undefined };
const patch = join(series.folder, series.commits[0]?.patchName ?? "");

let cache: string;
let out: string;

beforeEach(async () => {
  cache = await makeFolder();
  out = await makeFolder();
  const git = openGit({ env: process.env, signal: new AbortController().signal });
  await writeSeries(await openOutputFolder(git, out, versions), [series]);
  await openKnownSeries(cache, "program", versions).remember(series);
});

/** Whether a run that starts now would keep the series on disk. */
async function isKept(asked: Partial<SeriesInput> = {}, program = "program"): Promise<boolean> {
  return (await openKnownSeries(cache, program, versions).find(out, { ...input, ...asked })) !== undefined;
}

it("finds a series that a run wrote for the same input, with its record", async () => {
  const found = await openKnownSeries(cache, "program", versions).find(out, input);
  expect(found).toMatchObject({ base: series.base, digest: series.digest });
});

it("finds none for another input, or of another program", async () => {
  const identity = { name: "Ann", mail: "ann@example.org", signsOff: true };
  const others: readonly Partial<SeriesInput>[] = [
    { base: "1".repeat(40) },
    { params: { ...series.params, default: false } },
    { identity },
    { folder: "v1.10.13/flag-gate" },
  ];
  for (const other of others) expect(await isKept(other), JSON.stringify(other)).toBe(false);
  expect(await isKept({}, "another")).toBe(false);
  expect(await isKept({ params: Object.fromEntries(Object.entries(series.params).reverse()) })).toBe(true);
});

it("finds none that somebody changed since, whatever its series.json says; evidence may come", async () => {
  await writeFile(join(out, series.folder, "evidence.json"), "{}");
  expect(await isKept()).toBe(true);
  await appendFile(join(out, patch), "x");
  expect(await isKept()).toBe(false);
});

it("finds none that the manifest does not list, that has a file more, or a link in place of one", async () => {
  await writeFile(join(out, series.folder, "more.patch"), "x");
  expect(await isKept()).toBe(false);
  await rm(join(out, series.folder, "more.patch"));
  expect(await isKept()).toBe(true);
  const elsewhere = join(await makeFolder(), "patch");
  await writeFile(elsewhere, await readFile(join(out, patch)));
  await rm(join(out, patch));
  await symlink(elsewhere, join(out, patch));
  expect(await isKept()).toBe(false);
});

it("finds none without a manifest", async () => {
  await rm(join(out, "manifest.json"));
  expect(await isKept()).toBe(false);
});
