import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterAll, describe, expect, it } from "vitest";
import { collect, readGivenFile, readGivenFolder, UnreadableInput } from "../../src/host/given-inputs.ts";

const folder = mkdtempSync(join(tmpdir(), "given-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
writeFileSync(join(folder, "b.txt"), "wanted b");
mkdirSync(join(folder, "a"));
writeFileSync(join(folder, "a", "c.txt"), `wanted ${"x".repeat(100_000)}`);
writeFileSync(join(folder, "log"), "not");
symlinkSync("/etc/hostname", join(folder, "link"));

describe("inputs that somebody names", () => {
  it("are read from a folder where their beginning is wanted; links are not followed", async () => {
    const { wanted, others } = await readGivenFolder(folder, (_, head) =>
      Buffer.from(head).toString().startsWith("wanted"),
    );
    expect(wanted.map(({ name, bytes }) => [name, bytes.length])).toEqual([
      ["a/c.txt", 100_007],
      ["b.txt", 8],
    ]);
    expect(others).toBe(1);
  });

  it("are read through a link that is named itself", async () => {
    symlinkSync("b.txt", join(folder, "named"));
    expect(Buffer.from((await readGivenFile(join(folder, "named"))).bytes).toString()).toBe("wanted b");
  });

  it("are refused in words where there is nothing", async () => {
    const failure = await readGivenFile(join(folder, "gone")).catch((reason: unknown) => reason);
    expect(failure instanceof UnreadableInput && failure.found).toBe("nothing there");
  });

  it("are collected from a stream", async () => {
    expect(Buffer.from(await collect(Readable.from(["a", "b"]), "-")).toString()).toBe("ab");
  });
});
