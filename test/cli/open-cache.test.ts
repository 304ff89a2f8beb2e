import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openCache } from "../../src/cli/open-cache.ts";
import { makeFolder } from "../helpers/folder.ts";

const { signal } = new AbortController();

describe("openCache", () => {
  it("opens the folder of the user's choice, from the current one", async () => {
    const cwd = await makeFolder();
    const env = { XDG_CACHE_HOME: join(cwd, "xdg") };
    const cache = await openCache({ env, cwd, signal }, "mine");
    expect([cache.dir, cache.note]).toEqual([join(cwd, "mine"), undefined]);
    expect(existsSync(cache.dir)).toBe(true);
  });

  it("takes the cache folder of the desktop before that of the home folder", async () => {
    const home = await makeFolder();
    const env = { HOME: home, XDG_CACHE_HOME: join(home, "xdg") };
    const opened = async (changed: NodeJS.ProcessEnv) =>
      (await openCache({ env: { ...env, ...changed }, cwd: "/", signal }, undefined)).dir;
    expect(await opened({})).toBe(join(home, "xdg/cilium-patchkit"));
    // The XDG Base Directory Specification ignores relative paths.
    for (const chosen of ["", "xdg", undefined])
      expect(await opened({ XDG_CACHE_HOME: chosen })).toBe(join(home, ".cache/cilium-patchkit"));
  });

  it("keeps nothing where there is no home folder, and says so", async () => {
    const cache = await openCache({ env: {}, cwd: "/", signal }, undefined);
    expect(cache.note).toBe("this run keeps no results: no home folder");
    await cache.close();
    expect(existsSync(cache.dir)).toBe(false);
  });
});
