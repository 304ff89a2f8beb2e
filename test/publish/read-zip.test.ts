import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { makeZip } from "../../src/publish/make-zip.ts";
import { readZip } from "../../src/publish/read-zip.ts";
import { failureOf } from "../helpers/failure.ts";
import { type RawEntry, rawZip } from "../helpers/raw-zip.ts";

/** Bytes that do not pack, so that no ratio is suspicious. */
const noise = randomBytes(400_000);

const named = (name: string): RawEntry[] => [{ name }];

describe("readZip", () => {
  it("gives back what a bundle's zip was made from, and takes entries for folders", async () => {
    const files = new Map([
      ["x/a.txt", Buffer.from("a\n".repeat(9999))],
      ["x/b", Buffer.from([0, 1, 2])],
    ]);
    expect(await readZip(await makeZip(files), "x.zip")).toEqual(files);
    const zip = rawZip([
      { name: "x/", mode: 0o040755, data: Buffer.alloc(0) },
      { name: "x/y", deflate: true },
    ]);
    expect([...(await readZip(zip, "x.zip"))].map(([path, bytes]) => [path, bytes.toString()])).toEqual([
      ["x/y", "x"],
    ]);
  });

  it.each<[string, RawEntry[], RegExp]>([
    ["a name that leaves its folder", named("a/../../x"), /invalid relative path|may leave its folder/],
    ["an absolute name", named("/etc/x"), /absolute/],
    ["a drive letter", named("C:/x"), /absolute/],
    ["a drive letter without a slash", named("C:x"), /absolute/],
    ["backslashes", named("..\\x"), /invalid characters|absolute/],
    ["an empty part", named("a//x"), /may leave its folder/],
    ["a part of one dot", named("a/./x"), /may leave its folder/],
    ["a control character", named("a\x1b[31m"), /cannot be shown/],
    ["a mark that turns text round", named("a\u202egpj"), /cannot be shown/],
    ["a link", [{ name: "x", mode: 0o120777, data: Buffer.from("/etc/passwd") }], /a link or a device/],
    ["a device", [{ name: "x", mode: 0o020666 }], /a link or a device/],
    ["a name twice", [{ name: "x" }, { name: "x" }], /a name twice: "x"/],
    ["a name twice but for case", [{ name: "a/x" }, { name: "A/X" }], /a name twice: "A\/X"/],
    ["a name twice in two forms", [{ name: "\u00e9" }, { name: "e\u0301" }], /a name twice/],
    ["a file that is a folder too", [{ name: "a" }, { name: "a/b" }], /a file and a folder of one name/],
    ["an encrypted file", [{ name: "x", flags: 1, deflate: true }], /encrypted/],
    [
      "a bomb by its ratio",
      [{ name: "x", deflate: true, data: Buffer.alloc(8 * 1024 ** 2) }],
      /more than 200-fold/,
    ],
    ["a huge file", [{ name: "x", deflate: true, saidBytes: 2 ** 31 }], /more than 64 MB/],
    [
      "a huge total",
      Array.from({ length: 9 }, (_, at) => ({
        name: `x${at}`,
        deflate: true,
        saidBytes: 60 * 1024 ** 2,
        data: noise,
      })),
      /more than 512 MB/,
    ],
    [
      "too many files",
      Array.from({ length: 10_001 }, (_, at) => ({ name: `${at}` })),
      /more than 10000 files/,
    ],
    [
      "a size that is not so",
      [{ name: "x", deflate: true, data: Buffer.alloc(99), saidBytes: 1 }],
      /too many bytes/,
    ],
  ])("refuses %s", async (_, entries, found) => {
    const { code, message } = await failureOf(() => readZip(rawZip(entries), "x.zip"));
    expect(code).toBe("publish/not-a-bundle");
    expect(message).toMatch(found);
    expect(message).toMatch(/^x\.zip: expected the zip of a bundle, found /);
  });

  it.each([
    ["no zip", Buffer.from("PK no")],
    ["half of one", rawZip(named("x")).subarray(0, 60)],
  ])("refuses %s", async (_, bytes) => {
    expect((await failureOf(() => readZip(bytes, "x.zip"))).code).toBe("publish/not-a-bundle");
  });
});
