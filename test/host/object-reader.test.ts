import { randomBytes } from "node:crypto";
import { chmod, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { openGit } from "../../src/host/git.ts";
import { failureOf } from "../helpers/failure.ts";
import { makeFolder } from "../helpers/folder.ts";
import { readerGit } from "../helpers/reader.ts";

const large = randomBytes(3_000_000);

/** A repository with a commit of these files, and a reader of it. */
async function open() {
  const dir = await makeFolder({ "a.txt": "one\n", "b.txt": "two\n", empty: "" });
  await writeFile(join(dir, "large.bin"), large);
  readerGit(dir, ["init", "-q"]);
  readerGit(dir, ["add", "--all"]);
  readerGit(dir, ["commit", "-q", "-m", "Start"]);
  const idOf = (path: string) => readerGit(dir, ["rev-parse", `HEAD:${path}`]);
  const git = openGit({ env: process.env, signal: new AbortController().signal });
  return { dir, idOf, reader: git.openObjects({ env: { GIT_DIR: join(dir, ".git") } }) };
}

it("answers each of many requests with its own object, to the byte", async () => {
  const { idOf, reader } = await open();
  const names = ["a.txt", "large.bin", "empty"].map(idOf);
  const asked = [...names, "0".repeat(40), ...names].map((name) => reader.read(name));
  const found = await Promise.all(asked);
  expect(found.map((one) => one?.oid)).toEqual([...names, undefined, ...names]);
  const data = found.map((one) => one?.data);
  expect([data[0]?.toString(), data[2]?.length, data[4]?.toString()]).toEqual(["one\n", 0, "one\n"]);
  expect([data[1], data[5]].map((bytes) => bytes && large.equals(bytes))).toEqual([true, true]);
  expect((await reader.read("HEAD^{tree}"))?.type).toBe("tree");
  await reader.close();
});

it("goes on after an object that is damaged, and says which it is", async () => {
  const { dir, idOf, reader } = await open();
  const [whole, broken] = [idOf("a.txt"), idOf("b.txt")];
  const path = join(dir, ".git", "objects", broken.slice(0, 2), broken.slice(2));
  const bytes = await readFile(path);
  await chmod(path, 0o644);
  await writeFile(path, bytes.subarray(0, -4));
  const [first, failure, last] = await Promise.all([
    reader.read(whole),
    failureOf(() => reader.read(broken)),
    reader.read(whole),
  ]);
  expect([first?.data.toString(), last?.data.toString()]).toEqual(["one\n", "one\n"]);
  expect(failure.code).toBe("checkout/damaged-object");
  expect(failure.message).toContain(
    `expected object ${broken.slice(0, 12)}, found that git cannot read it: `,
  );
  await reader.close();
});
