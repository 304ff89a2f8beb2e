import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { finishKilledRuns, foreignNameIn } from "../../src/host/killed-runs.ts";
import { makeFolder } from "../helpers/folder.ts";

/** The files of an output folder, by path, after what killed runs left there was finished. */
async function finished(files: Readonly<Record<string, string>>): Promise<Record<string, string>> {
  const out = await makeFolder(files);
  await finishKilledRuns(out);
  const entries = readdirSync(out, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(out.length + 1));
  return Object.fromEntries(paths.sort().map((path) => [path, readFileSync(join(out, path), "utf8")]));
}

describe("finishKilledRuns", () => {
  it("drops what was not complete", async () => {
    expect(
      await finished({
        "v1/x/series": "old",
        ".staging-a/v1/x/series": "new",
        ".staging-a/.top/manifest.json": "new",
      }),
    ).toEqual({ "v1/x/series": "old" });
  });

  it("carries out what was", async () => {
    expect(
      await finished({
        "v1/x/series": "old",
        "v1/x/0001-old.patch": "old",
        "v1/y/series": "kept",
        ".staging-a/.ready": "",
        ".staging-a/v1/x/series": "new",
        ".staging-a/.top/manifest.json": "new",
      }),
    ).toEqual({ "v1/x/series": "new", "v1/y/series": "kept", "manifest.json": "new" });
  });

  it("puts a folder back that was moved away and not replaced", async () => {
    expect(await finished({ ".staging-a/.old/v1/x/series": "old", "v1/y/series": "other" })).toEqual({
      "v1/x/series": "old",
      "v1/y/series": "other",
    });
  });

  it("keeps the new one where it was replaced", async () => {
    expect(await finished({ ".staging-a/.old/v1/x/series": "old", "v1/x/series": "new" })).toEqual({
      "v1/x/series": "new",
    });
  });

  it("leaves a folder alone in which the user put something since", async () => {
    const files = { "v1/x/series": "old", "v1/x/notes.txt": "mine" };
    expect(await finished({ ...files, ".staging-a/.ready": "", ".staging-a/v1/x/series": "new" })).toEqual(
      files,
    );
  });
});

describe("foreignNameIn", () => {
  it.each([
    [
      {
        "x/series": "",
        "x/series.json": "",
        "x/0001-a.patch": "",
        "x/evidence.json": "",
        "x/answers.md": "",
      },
      undefined,
    ],
    [{ "x/cover-letter.txt": "", "x/cover-letter.txt.orig": "" }, "cover-letter.txt.orig"],
    [{ x: "" }, "a file"],
    [{}, undefined],
  ])("of %j is %s", async (files, expected) => {
    const folder = await makeFolder(files as Record<string, string>);
    expect(await foreignNameIn(join(folder, "x"))).toBe(expected);
  });
});
