import { execFileSync } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import { openGit } from "../../src/host/git.ts";
import { makeFolder } from "../helpers/folder.ts";

it("goes on answering for objects after the time that a single git command may take", async () => {
  const dir = await makeFolder({ "a.txt": "a\n" });
  const run = (...args: string[]) => execFileSync("git", args, { cwd: dir }).toString().trim();
  run("init", "--quiet");
  const oid = run("hash-object", "-w", "a.txt");
  const git = openGit({ env: process.env, signal: new AbortController().signal, timeoutMs: 300 });
  const objects = git.openObjects({ cwd: dir });
  expect((await objects.read(oid))?.data.toString()).toBe("a\n");
  await sleep(600);
  expect((await objects.read(oid))?.data.toString()).toBe("a\n");
  await objects.close();
});
