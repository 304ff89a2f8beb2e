import { execFileSync } from "node:child_process";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { needsIgnoreFile, openOutputFolder, writeSeries } from "../../src/folder/write-series.ts";
import { openGit } from "../../src/host/git.ts";
import { failureOf } from "../helpers/failure.ts";
import { makeFolder } from "../helpers/folder.ts";
import { makeSeries } from "../helpers/series.ts";

const versions = { tool: "0.1.0", templates: "e".repeat(64) };
const git = openGit({ env: process.env, signal: new AbortController().signal });
const series = makeSeries();

async function write(out: string, ...all: readonly (typeof series)[]): Promise<void> {
  await writeSeries(await openOutputFolder(git, out, versions), all);
}

it("writes patches and records, and a manifest of all that earlier runs wrote", async () => {
  const out = await makeFolder();
  await write(out, series);
  await write(out, makeSeries({ variant: "ipam-mode", folder: "v1.10.12/ipam-mode" }));
  const names = await readdir(join(out, series.folder));
  expect(names).toEqual(expect.arrayContaining(["0001-subject-1.patch", "series", "series.json"]));
  expect(await readFile(join(out, series.folder, "0001-subject-1.patch"), "utf8")).toBe("patch 1\n");
  const manifest = JSON.parse(await readFile(join(out, "manifest.json"), "utf8"));
  expect(Object.keys(manifest.series)).toEqual(["v1.10.12/flag-gate", "v1.10.12/ipam-mode"]);
  expect((await readdir(out)).sort()).toEqual(["manifest.json", "v1.10.12"]);
});

it("keeps evidence of the same patches, and drops that of others", async () => {
  const out = await makeFolder();
  await write(out, series);
  const evidence = join(out, series.folder, "evidence.json");
  await writeFile(evidence, `{"digest": "${series.digest}"}`);
  await write(out, series);
  expect(await readFile(evidence, "utf8")).toContain(series.digest);
  await write(out, makeSeries({ digest: "f".repeat(64) }));
  expect(await readdir(join(out, series.folder))).not.toContain("evidence.json");
});

it("writes nothing where another's manifest is", async () => {
  const out = await makeFolder({ "manifest.json": '{"name": "a web page"}' });
  expect((await failureOf(() => write(out, series))).code).toBe("series/not-a-series");
  expect(await readdir(out)).toEqual(["manifest.json"]);
});

it("hides an output folder from git, but no work tree and no folder with tracked files", async () => {
  const top = await makeFolder({ "docs/tracked.txt": "x\n" });
  expect(await needsIgnoreFile(git, join(top, "patches"))).toBe(false);
  execFileSync("git", ["init", "--quiet"], { cwd: top });
  execFileSync("git", ["add", "docs"], { cwd: top });
  await mkdir(join(top, "empty"));
  const asked = ["patches", "a/b/patches", "empty", "docs", ".", ".git"];
  const needed = await Promise.all(asked.map((name) => needsIgnoreFile(git, join(top, name))));
  expect(needed).toEqual([true, true, true, false, false, false]);
  const out = join(top, "patches");
  await write(out, series);
  expect(await readFile(join(out, ".gitignore"), "utf8")).toBe("*\n");
  await writeFile(join(out, ".gitignore"), "mine\n");
  await write(out, series);
  expect(await readFile(join(out, ".gitignore"), "utf8")).toBe("mine\n");
});
