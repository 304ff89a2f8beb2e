import { existsSync, readdirSync, statSync, symlinkSync, utimesSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  copyFileTo,
  isFolder,
  listNames,
  listTree,
  makeFolders,
  makeSharedTempFolder,
  makeTempFolder,
  obstacleAt,
  ownerOf,
  readTextIfThere,
  realPathOf,
  removeForgotten,
  writeProgram,
  writeText,
} from "../../src/host/files.ts";
import { failureOf } from "../helpers/failure.ts";
import { makeFolder } from "../helpers/folder.ts";

describe("reading", () => {
  it("tells a file that is not there from one that cannot be read", async () => {
    const folder = await makeFolder({ a: "text" });
    expect(await readTextIfThere(join(folder, "a"))).toBe("text");
    expect(await readTextIfThere(join(folder, "none"))).toBeUndefined();
    expect(await readTextIfThere(join(folder, "a", "below"))).toBeUndefined();
    await expect(readTextIfThere(folder)).rejects.toThrow("EISDIR");
  });

  it("lists names, and the files of a tree by path, in byte order", async () => {
    const folder = await makeFolder({ "b/c": "", "b-a": "", B: "" });
    expect(await listNames(folder)).toEqual(["B", "b", "b-a"]);
    expect(await listTree(folder)).toEqual(["B", "b-a", "b/c"]);
  });

  it("knows owners without following links, and real paths, also of what is not there", async () => {
    const folder = await makeFolder({ a: "" });
    symlinkSync("none", join(folder, "link"));
    symlinkSync("a", join(folder, "to-a"));
    expect(await ownerOf(join(folder, "link"))).toBe(process.getuid?.());
    expect(await ownerOf(join(folder, "none"))).toBeUndefined();
    expect(await realPathOf(join(folder, "to-a"))).toBe(join(await realPathOf(folder), "a"));
    expect(await realPathOf(join(folder, "none"))).toBe(join(folder, "none"));
  });
});

describe("obstacleAt", () => {
  it("says in words why a folder cannot be entered", async () => {
    const folder = await makeFolder({ a: "" });
    expect(await obstacleAt(folder)).toBeUndefined();
    expect(await obstacleAt(join(folder, "a"))).toBe("a file");
    expect(await obstacleAt(join(folder, "none"))).toBe("none");
    expect(await obstacleAt(join(folder, "a", "below"))).toBe("a file");
  });
});

describe("makeFolders", () => {
  it("makes parents, and keeps what is there", async () => {
    const folder = await makeFolder({ "a/file": "text" });
    await makeFolders(join(folder, "a", "b", "c"));
    await makeFolders(join(folder, "a"));
    expect(await isFolder(join(folder, "a", "b", "c"))).toBe(true);
    expect(await listNames(join(folder, "a"))).toEqual(["b", "file"]);
  });

  it("fails where a file is in the way, and ends below a file system that makes none", async () => {
    const folder = await makeFolder({ a: "" });
    await expect(makeFolders(join(folder, "a", "b"))).rejects.toThrow("ENOTDIR");
    if (existsSync("/proc/self")) await expect(makeFolders("/proc/none/below")).rejects.toThrow("ENOENT");
  });
});

describe("writing", () => {
  it("replaces a text in one step, and leaves nothing else behind", async () => {
    const folder = await makeFolder({ a: "old" });
    await Promise.all(["new", "newer"].map((text) => writeText(join(folder, "a"), text)));
    expect(["new", "newer"]).toContain(await readFile(join(folder, "a"), "utf8"));
    expect(readdirSync(folder)).toEqual(["a"]);
  });

  it("says where it cannot write, and keeps no half of it", async () => {
    const folder = await makeFolder({ "a/file": "" });
    const { code, message } = await failureOf(() => writeText(join(folder, "a"), "text"));
    expect([code, message]).toEqual(["environment/not-writable", expect.stringContaining(join(folder, "a"))]);
    expect(readdirSync(folder)).toEqual(["a"]);
    expect((await failureOf(() => makeTempFolder(join(folder, "none"), "x-"))).code).toBe(
      "environment/not-writable",
    );
  });

  it("makes programs that can be run, copies into new folders, and temporary folders that others can read", async () => {
    const folder = await makeFolder();
    await writeProgram(join(folder, "run"), "#!/bin/sh\n");
    await copyFileTo(join(folder, "run"), join(folder, "b", "copy"));
    const shared = await makeSharedTempFolder(folder, "shared-");
    const modeOf = (path: string) => statSync(path).mode & 0o777;
    expect(modeOf(join(folder, "run"))).toBe(0o755);
    expect(await readFile(join(folder, "b", "copy"), "utf8")).toBe("#!/bin/sh\n");
    expect(modeOf(shared)).toBe(0o755);
  });
});

describe("removeForgotten", () => {
  it("removes the old folders of a prefix alone", async () => {
    const folder = await makeFolder({ "mine-old/a": "", "mine-new/a": "", "other-old/a": "" });
    const longAgo = new Date(Date.now() - 60_000);
    for (const name of ["mine-old", "other-old"]) utimesSync(join(folder, name), longAgo, longAgo);
    await removeForgotten(folder, "mine-", 30_000);
    expect(await listNames(folder)).toEqual(["mine-new", "other-old"]);
    await removeForgotten(join(folder, "none"), "mine-", 0);
  });
});
