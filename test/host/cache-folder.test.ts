import { existsSync } from "node:fs";
import { chmod, mkdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { openCacheFolder } from "../../src/host/cache-folder.ts";
import { makeFolder } from "../helpers/folder.ts";

/** The user who runs the tests, as the owner of a new folder. */
async function ownIds(folder: string) {
  const { uid, gid } = await stat(folder);
  return { uid, gid };
}

it("makes a folder that is not there, and keeps it", async () => {
  const temp = await makeFolder();
  const dir = join(temp, "a", "cache");
  const cache = await openCacheFolder(dir, temp, await ownIds(temp));
  expect([cache.dir, cache.note]).toEqual([dir, undefined]);
  await cache.close();
  expect(existsSync(dir)).toBe(true);
});

it.each([
  ["that anybody can write to", 0o777, { gid: 0 }, "other users can write to it"],
  ["that another group can write to", 0o775, { gid: 1 }, "other users can write to it"],
  ["of another user", 0o700, { uid: 1 }, "it belongs to another user"],
] as const)("does not use a folder %s, says so, and removes its own", async (_, mode, other, words) => {
  const temp = await makeFolder();
  const dir = join(temp, "cache");
  await mkdir(dir);
  await chmod(dir, mode);
  const own = await ownIds(temp);
  const user = {
    uid: "uid" in other ? own.uid + other.uid : own.uid,
    gid: "gid" in other ? own.gid + other.gid : own.gid,
  };
  const cache = await openCacheFolder(dir, temp, user);
  expect(cache.note).toContain(`this run keeps no results in ${dir}: ${words}`);
  expect(cache.dir).not.toBe(dir);
  expect((await stat(cache.dir)).mode & 0o077).toBe(0);
  await cache.close();
  expect([existsSync(cache.dir), existsSync(dir)]).toEqual([false, true]);
});

it("takes a group of the user's own for nobody else", async () => {
  const temp = await makeFolder();
  const dir = join(temp, "cache");
  await mkdir(dir);
  await chmod(dir, 0o775);
  expect((await openCacheFolder(dir, temp, await ownIds(dir))).dir).toBe(dir);
});

it("does without a home folder, and without a folder that cannot be made", async () => {
  const temp = await makeFolder();
  const homeless = await openCacheFolder(undefined, temp, undefined);
  expect(homeless.note).toBe("this run keeps no results: no home folder");
  await writeFile(join(temp, "file"), "");
  const blocked = await openCacheFolder(join(temp, "file", "cache"), temp, await ownIds(temp));
  expect(blocked.note).toMatch(/keeps no results in .*: expected /);
  await Promise.all([homeless.close(), blocked.close()]);
});
