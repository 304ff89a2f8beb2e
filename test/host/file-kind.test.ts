import { execFileSync } from "node:child_process";
import { mkdir, symlink, truncate } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { kindAt, NoRegularFile, readForeignText } from "../../src/host/file-kind.ts";
import { makeFolder } from "../helpers/folder.ts";

/** A folder with something of each kind in it. */
async function makeKinds(): Promise<string> {
  const folder = await makeFolder({ file: "text\n" });
  await symlink("file", join(folder, "link"));
  await mkdir(join(folder, "folder"));
  execFileSync("mkfifo", [join(folder, "pipe")]);
  return folder;
}

describe("kindAt", () => {
  it("says what stands at a path, and follows no link", async () => {
    const folder = await makeKinds();
    const names = ["file", "link", "folder", "pipe", "none"];
    expect(await Promise.all(names.map((name) => kindAt(join(folder, name))))).toEqual([
      "a file",
      "a symbolic link",
      "a folder",
      "a pipe",
      undefined,
    ]);
    expect(await kindAt("/dev/null")).toBe("a device");
  });
});

describe("readForeignText", () => {
  it("reads a file, and nothing where there is none", async () => {
    const folder = await makeKinds();
    expect(await readForeignText(join(folder, "file"))).toBe("text\n");
    expect(await readForeignText(join(folder, "none"))).toBeUndefined();
    expect(await readForeignText(join(folder, "file", "below"))).toBeUndefined();
  });

  it.each([
    ["link", "a symbolic link"],
    ["folder", "a folder"],
    ["pipe", "a pipe"],
  ])("refuses a %s without waiting for it", async (name, found) => {
    const path = join(await makeKinds(), name);
    await expect(readForeignText(path)).rejects.toEqual(new NoRegularFile(path, found));
  });

  it("refuses more bytes than a series can have", async () => {
    const path = join(await makeKinds(), "file");
    await truncate(path, 64 * 1024 ** 2 + 1);
    await expect(readForeignText(path)).rejects.toThrow("expected a file, found one of 67108865 bytes");
  });
});
