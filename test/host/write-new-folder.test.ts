import { mkdir, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { writeWhole } from "../../src/host/write-new-folder.ts";
import { failureOf } from "../helpers/failure.ts";
import { makeFolder } from "../helpers/folder.ts";

const content = new Map<string, ReadonlyMap<string, string> | Uint8Array>([
  ["x", new Map([["a/b.txt", "new\n"]])],
  ["x.zip", Buffer.from("zip")],
]);

it("writes folders and files, replaces its own, and leaves nothing else behind", async () => {
  const folder = await makeFolder({ "x/old.txt": "old\n", "x.zip": "old" });
  await writeWhole(folder, content, async () => true);
  expect((await readdir(folder, { recursive: true })).sort()).toEqual(["x", "x.zip", "x/a", "x/a/b.txt"]);
  expect(await readFile(join(folder, "x.zip"), "utf8")).toBe("zip");
});

it("changes nothing where a folder of another kind, or a file, is in the way", async () => {
  const folder = await makeFolder({ "x/old.txt": "old\n" });
  const found = await failureOf(() => writeWhole(folder, content, async () => false));
  expect(found.message).toBe(
    `expected an earlier bundle or nothing at ${folder}/x, found a folder of another kind`,
  );
  expect(await readdir(folder, { recursive: true })).toEqual(["x", "x/old.txt"]);
  const other = await makeFolder();
  await mkdir(join(other, "x.zip"));
  expect((await failureOf(() => writeWhole(other, content, async () => true))).message).toContain(
    "found a folder",
  );
  expect(await readdir(other)).toEqual(["x.zip"]);
});

it("puts in order what a killed run left: its own folder goes, and what it had moved away comes back", async () => {
  const killed = ".patchkit-staging-aB3xYz";
  const folder = await makeFolder({
    [`${killed}/old-x/old.txt`]: "old\n",
    [`${killed}/x.zip`]: "half",
    [`${killed}/old-y/old.txt`]: "older\n",
    "y/new.txt": "new\n",
    ".patchkit-notes/mine.txt": "mine\n",
  });
  await writeWhole(folder, new Map([["z.zip", Buffer.from("zip")]]), async () => true);
  const left = (await readdir(folder, { recursive: true })).sort();
  expect(left).toEqual([
    ".patchkit-notes",
    ".patchkit-notes/mine.txt",
    "x",
    "x/old.txt",
    "y",
    "y/new.txt",
    "z.zip",
  ]);
});

it("leaves alone what a run that goes on is writing", async () => {
  const folder = await makeFolder();
  await Promise.all(
    ["a", "b", "c"].map((name) =>
      writeWhole(folder, new Map([[name, new Map([["file", name]])]]), async () => true),
    ),
  );
  expect((await readdir(folder)).sort()).toEqual(["a", "b", "c"]);
});
