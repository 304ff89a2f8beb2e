import { mkdir, readdir, readFile, rmdir, symlink, utimes } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { staleMs } from "../../src/host/file-lock.ts";
import { type FolderContent, writeFolders } from "../../src/host/output-folder.ts";
import { failureOf } from "../helpers/failure.ts";
import { makeFolder } from "../helpers/folder.ts";
import { canMount, runMounted } from "../helpers/mounted.ts";

const noFiles = async () => new Map<string, string>();

function content(folders: Readonly<Record<string, Readonly<Record<string, string>>>>): FolderContent {
  return new Map(Object.entries(folders).map(([path, files]) => [path, new Map(Object.entries(files))]));
}

/** Every file below a folder with its text, and every empty folder with null, by path. */
async function treeOf(folder: string): Promise<Record<string, string | null>> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  const tree: Record<string, string | null> = {};
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile()) tree[path.slice(folder.length + 1)] = await readFile(path, "utf8");
    else if (entry.isDirectory() && (await readdir(path)).length === 0)
      tree[path.slice(folder.length + 1)] = null;
  }
  return tree;
}

describe("writeFolders", () => {
  it("makes the output folder and what lies above it, and leaves nothing of its own behind", async () => {
    const out = join(await makeFolder(), "some/where");
    const folders = content({ "v1/a": { "1.patch": "one", series: "1.patch\n" }, "v1/b": { "1.patch": "" } });
    await writeFolders(out, folders, async () => new Map([["manifest.json", "{}"]]));
    expect(await treeOf(out)).toEqual({
      "v1/a/1.patch": "one",
      "v1/a/series": "1.patch\n",
      "v1/b/1.patch": "",
      "manifest.json": "{}",
    });
  });

  it("replaces a folder as a whole and leaves its neighbours alone", async () => {
    const out = await makeFolder({
      "v1/a/1.patch": "old",
      "v1/a/2.patch": "old",
      "v1/b/1.patch": "b",
      notes: "mine",
    });
    await writeFolders(out, content({ "v1/a": { "1.patch": "new" } }), noFiles);
    expect(await treeOf(out)).toEqual({ "v1/a/1.patch": "new", "v1/b/1.patch": "b", notes: "mine" });
  });

  it("makes files of the output folder from what stands there", async () => {
    const out = await makeFolder({ "manifest.json": "1" });
    await writeFolders(out, new Map(), async (read) => {
      const known = [await read("manifest.json"), await read("gone")];
      return new Map([["manifest.json", JSON.stringify(known)]]);
    });
    expect(await treeOf(out)).toEqual({ "manifest.json": '["1",null]' });
  });

  it("never mixes folders of writers that run at once, and loses no entry of the manifest", async () => {
    const out = await makeFolder();
    const writers = Array.from({ length: 8 }, (_, index) => String(index));
    await Promise.all(
      writers.map((writer) => {
        const names = Array.from({ length: 5 }, (_, index) => `${writer}-${index}.patch`);
        const files = Object.fromEntries(names.map((name) => [name, writer]));
        return writeFolders(out, content({ "v1/shared": files, [`v1/${writer}`]: files }), async (read) => {
          const known = await read("manifest");
          return new Map([["manifest", `${known ?? ""}${writer}`]]);
        });
      }),
    );
    const tree = await treeOf(out);
    expect([...(tree["manifest"] ?? "")].sort()).toEqual(writers);
    const shared = Object.keys(tree).filter((path) => path.startsWith("v1/shared/"));
    expect(shared).toHaveLength(5);
    expect(new Set(shared.map((path) => tree[path])).size).toBe(1);
    expect((await readdir(out)).sort()).toEqual(["manifest", "v1"]);
  });

  it("waits for a run that is alive", async () => {
    const out = await makeFolder();
    await mkdir(join(out, ".lock"));
    let done = false;
    const writing = writeFolders(out, content({ a: { f: "x" } }), noFiles).then(() => {
      done = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 250));
    expect([done, await treeOf(out)]).toEqual([false, { ".lock": null }]);
    await rmdir(join(out, ".lock"));
    await writing;
    expect(await treeOf(out)).toEqual({ "a/f": "x" });
  });

  it("takes over a lock that nobody renewed for a while, whatever is in it", async () => {
    const long = new Date(Date.now() - staleMs - 1000);
    const first = await makeFolder();
    await mkdir(join(first, ".lock"));
    // The id of a living process, which an earlier build would have waited for.
    const second = await makeFolder({ ".lock": String(process.pid) });
    for (const out of [first, second]) {
      await utimes(join(out, ".lock"), long, long);
      await writeFolders(out, content({ a: { f: "x" } }), noFiles);
      expect(await treeOf(out)).toEqual({ "a/f": "x" });
    }
  });

  it("follows an output folder that is a symbolic link", async () => {
    const folder = await makeFolder({ "real/keep": "k" });
    await symlink(join(folder, "real"), join(folder, "out"));
    await writeFolders(join(folder, "out"), content({ a: { f: "x" } }), noFiles);
    expect(await treeOf(join(folder, "real"))).toEqual({ "a/f": "x", keep: "k" });
  });
});

describe("where writing fails", () => {
  it("refuses a file in the place of the output folder, and leaves it alone", async () => {
    const folder = await makeFolder({ out: "mine" });
    const out = join(folder, "out");
    expect(await failureOf(() => writeFolders(out, content({ a: { f: "x" } }), noFiles))).toEqual({
      code: "environment/not-writable",
      message: `expected a folder at ${out}, found a file`,
      hint: "Choose another folder with --out DIR.",
    });
    expect(await treeOf(folder)).toEqual({ out: "mine" });
  });

  it("refuses a file above the output folder", async () => {
    const folder = await makeFolder({ file: "mine" });
    const { code, message } = await failureOf(() =>
      writeFolders(join(folder, "file/out"), new Map(), noFiles),
    );
    expect([code, message]).toEqual([
      "environment/not-writable",
      `expected to write to ${join(folder, "file/out")}, found ENOTDIR`,
    ]);
  });

  it("refuses a file in the place of a release's folder", async () => {
    const out = await makeFolder({ v1: "mine" });
    const { code } = await failureOf(() => writeFolders(out, content({ "v1/a": { f: "x" } }), noFiles));
    expect(code).toBe("environment/not-writable");
  });

  it("leaves a file in the place of a release's folder, and nothing of its own beside it", async () => {
    const out = await makeFolder({ v1: "mine" });
    await expect(writeFolders(out, content({ "v1/a": { f: "x" } }), noFiles)).rejects.toThrow();
    expect(await treeOf(out)).toEqual({ v1: "mine" });
  });

  it.each([
    ["a name that no file can have", { "1.patch": "new", "2\0.patch": "new" }],
    ["a name in a folder that is not there", { "1.patch": "new", "no/such/2.patch": "new" }],
  ])("keeps every old folder and leaves nothing behind after %s", async (_, files) => {
    const before = { "v1/a/1.patch": "old", "v1/b/1.patch": "old", "manifest.json": "old" };
    const out = await makeFolder(before);
    const folders = content({ "v1/a": { "1.patch": "new" }, "v1/b": files });
    const writing = writeFolders(out, folders, async () => new Map([["manifest.json", "new"]]));
    await expect(writing).rejects.toThrow();
    expect(await treeOf(out)).toEqual(before);
  });

  it("keeps every old folder where the manifest cannot be made", async () => {
    const before = { "v1/a/1.patch": "old", "manifest.json": "not ours" };
    const out = await makeFolder(before);
    const writing = writeFolders(out, content({ "v1/a": { "1.patch": "new" } }), async () => {
      throw new Error("a foreign manifest");
    });
    await expect(writing).rejects.toThrow("a foreign manifest");
    expect(await treeOf(out)).toEqual(before);
  });

  it("does not replace a folder that stands where the manifest goes, and cleans up", async () => {
    const out = await makeFolder();
    await mkdir(join(out, "manifest.json"));
    const writing = writeFolders(out, new Map(), async () => new Map([["manifest.json", "new"]]));
    expect(await failureOf(() => writing)).toMatchObject({ code: "environment/not-writable" });
    expect(await treeOf(out)).toEqual({ "manifest.json": null });
  });
});

// Root may write anywhere, so that permissions tell nothing here: the limits are those of a file system of our own.
describe.skipIf(!(await canMount()))("on a file system of its own (needs unshare and mount)", () => {
  it("keeps the old folders where the disk is full, says so, and leaves nothing behind", async () => {
    const [first, second] = await runMounted("write 100\nwrite 50000\n");
    const tree = ["manifest.json 2", "v1", "v1/a", "v1/a/1.patch 100", "v1/a/2.patch 100"];
    expect(first).toEqual({ code: "", tree });
    expect(second).toEqual({ code: "environment/disk-full", tree });
  });

  it("says that a read-only folder is not writable, and changes nothing", async () => {
    const [first, second] = await runMounted('write 100\nmount -o remount,ro "$out"\nwrite 200\n');
    expect(first?.code).toBe("");
    expect(second).toEqual({ code: "environment/not-writable", tree: first?.tree });
  });

  it("leaves no lock behind where the disk has no byte left", async () => {
    const [result] = await runMounted('cat /dev/zero > "$out/full" 2> /dev/null || true\nwrite 100\n');
    expect(result).toMatchObject({ code: "environment/disk-full", tree: [expect.stringMatching(/^full /)] });
  });

  it("leaves no lock behind where not one folder more can be made", async () => {
    const script = 'mount -o remount,nr_inodes=3 "$out"\ntouch "$out/one"\nwrite 100\n';
    const [result] = await runMounted(script);
    expect(result).toEqual({ code: "environment/disk-full", tree: ["one 0"] });
  });
});
