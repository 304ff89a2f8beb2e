import { execFileSync } from "node:child_process";
import { mkdir, rename, rm, symlink, truncate, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { digestOf, readEachSeriesBelow, readPart, readSeriesBelow } from "../../src/series/index.ts";
import { seriesFiles } from "../../src/series/series-files.ts";
import { failureOf } from "../helpers/failure.ts";
import { makeFolder } from "../helpers/folder.ts";
import { makeSeries } from "../helpers/series.ts";

const patches = ["patch 1\n", "patch 2\n"];

/** An output folder with a series in each of these folders. */
async function makeOut(...folders: readonly string[]): Promise<string> {
  const series = makeSeries({ digest: digestOf(patches) });
  const files = seriesFiles(series, { tool: "0.1.0", templates: "e".repeat(64) });
  return makeFolder(
    Object.fromEntries(
      folders.flatMap((folder) => [...files].map(([name, text]) => [`${folder}/${name}`, text])),
    ),
  );
}

const only = "v1.10.12/flag-gate";
const refusal = (out: string) => failureOf(() => readSeriesBelow(out));

describe("the series of an output folder", () => {
  it("come in order of folder, each with its patches in the order of the file `series`", async () => {
    const out = await makeOut("v1.9.0/b", "main/b", "main/a");
    const found = await readSeriesBelow(out);
    expect(found.map(({ folder }) => folder)).toEqual(["main/a", "main/b", "v1.9.0/b"]);
    expect(found[0]).toMatchObject({
      digest: digestOf(patches),
      file: { variant: "flag-gate", release: "v1.10" },
      patches: [
        { name: "0001-subject-1.patch", text: "patch 1\n" },
        { name: "0002-subject-2.patch", text: "patch 2\n" },
      ],
    });
  });

  it("are in folders two levels down: hidden ones, links and folders without series.json are passed by", async () => {
    const out = await makeOut("main/a", ".git/a", "main/.a", "main/deep/a");
    await symlink(join(out, "main"), join(out, "linked"));
    await symlink(join(out, "main/a"), join(out, "main/linked"));
    await mkdir(join(out, "main/empty"));
    await writeFile(join(out, "manifest.json"), "{}");
    expect((await readSeriesBelow(out)).map(({ folder }) => folder)).toEqual(["main/a"]);
  });

  it("are left out before their patches are read, by what series.json says", async () => {
    const out = await makeOut("main/a", "main/b");
    await rm(join(out, "main/b/0001-subject-1.patch"));
    const found = await readSeriesBelow(
      out,
      ({ folder, file }) => file.variant === "flag-gate" && folder !== "main/b",
    );
    expect(found.map(({ folder }) => folder)).toEqual(["main/a"]);
    expect(await readSeriesBelow(out, () => false)).toEqual([]);
  });

  it.each(["", "gone"])("are refused where there are none: %j", async (below) => {
    const out = join(await makeFolder({ file: "x" }), below);
    for (const read of [readSeriesBelow, readEachSeriesBelow])
      expect(await failureOf(() => read(out))).toMatchObject({
        code: "series/not-a-series",
        message: `expected series below ${out}, found none`,
      });
  });
});

describe("a series on disk", () => {
  it("is refused if a byte of a patch was changed", async () => {
    const out = await makeOut(only);
    await writeFile(join(out, only, "0002-subject-2.patch"), "patch 2 \n");
    const found = digestOf(["patch 1\n", "patch 2 \n"]).slice(0, 12);
    expect(await refusal(out)).toMatchObject({
      code: "series/digest-mismatch",
      message: `${only}: expected patches with the digest ${digestOf(patches).slice(0, 12)} that series.json names, found ${found}`,
    });
  });

  it("is refused if the file `series` leaves out a patch, has them in another order, or is gone", async () => {
    const out = await makeOut(only);
    for (const text of [
      "0001-subject-1.patch\n",
      "0002-subject-2.patch\n0001-subject-1.patch\n",
      undefined,
    ]) {
      const path = join(out, only, "series");
      await (text === undefined ? rm(path) : writeFile(path, text));
      expect((await refusal(out)).code).toBe("series/digest-mismatch");
    }
  });

  it.each(["../../etc/0001-passwd.patch", "/etc/passwd", "series.json", "0003-gone.patch", "x".repeat(300)])(
    "is refused if the file `series` names %s",
    async (name) => {
      const out = await makeOut(only);
      await mkdir(join(out, "etc"));
      await writeFile(join(out, "etc/0001-passwd.patch"), "patch 1\n");
      await writeFile(join(out, only, "series"), `${name}\n0002-subject-2.patch\n`);
      expect(await refusal(out)).toMatchObject({
        code: "series/not-a-series",
        message: `${only}/series: expected names of patches in that folder, found "${name.slice(0, 200)}"`,
      });
    },
  );

  it("is refused if a patch is a link, even to what the patch was", async () => {
    const out = await makeOut(only);
    const path = join(out, only, "0001-subject-1.patch");
    await rename(path, join(out, "moved"));
    await symlink(join(out, "moved"), path);
    expect(await refusal(out)).toMatchObject({
      code: "series/not-a-series",
      message: `${only}/0001-subject-1.patch: expected a file, found a symbolic link`,
      hint: "Render the series again with `cilium-patchkit generate`.",
    });
  });

  it("is refused if series.json is no JSON of its form", async () => {
    const out = await makeOut(only);
    for (const text of ["", "{}", "[]"]) {
      await writeFile(join(out, only, "series.json"), text);
      const { code, message } = await refusal(out);
      expect(code).toBe("series/not-a-series");
      expect(message).toContain(`${only}/series.json`);
    }
  });
});

it("readEachSeriesBelow goes on behind a series that cannot be read, and says why", async () => {
  const out = await makeOut("main/a", "main/b", "main/c");
  await writeFile(join(out, "main/a/series.json"), "{}");
  await writeFile(join(out, "main/b/0001-subject-1.patch"), "other\n");
  const found = await readEachSeriesBelow(out);
  expect(found.map((one) => [one.folder, "error" in one ? one.error.code : one.digest])).toEqual([
    ["main/a", "series/not-a-series"],
    ["main/b", "series/digest-mismatch"],
    ["main/c", digestOf(patches)],
  ]);
});

describe("readPart", () => {
  it("gives the text of a file, and nothing where there is none", async () => {
    const out = await makeOut(only);
    expect(await readPart(out, only, "cover-letter.txt")).toBe("Subject: x\n\ntext\n");
    expect(await readPart(out, only, "answers.md")).toBeUndefined();
  });

  it.each([
    ["a folder", (path: string) => mkdir(path)],
    ["a pipe", async (path: string) => void execFileSync("mkfifo", [path])],
    [
      "one of 1073741824 bytes",
      async (path: string) => {
        await writeFile(path, "");
        await truncate(path, 2 ** 30);
      },
    ],
  ])("refuses %s, and does not wait for it", async (found, make) => {
    const out = await makeOut(only);
    const path = join(out, only, "answers.md");
    await mkdir(dirname(path), { recursive: true });
    await make(path);
    expect(await failureOf(() => readPart(out, only, "answers.md"))).toMatchObject({
      code: "series/not-a-series",
      message: `${only}/answers.md: expected a file, found ${found}`,
    });
  });
});
