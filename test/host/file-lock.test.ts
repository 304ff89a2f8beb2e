import { existsSync } from "node:fs";
import { mkdir, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { staleMs, takeLock } from "../../src/host/file-lock.ts";
import { failureOf } from "../helpers/failure.ts";
import { makeFolder } from "../helpers/folder.ts";

const options = { waitMs: 250, what: "the output folder", hint: "Wait for the other run." };

it("holds a lock until it is released, and says who waits in vain", async () => {
  const path = join(await makeFolder(), ".lock");
  const held = await takeLock(path, options);
  expect(existsSync(path)).toBe(true);
  expect(await failureOf(() => takeLock(path, options))).toEqual({
    code: "environment/busy",
    message: "expected the output folder to be free, found .lock held by another run for 0.25 seconds",
    hint: "Wait for the other run.",
  });
  expect(() => held.assertHeld()).not.toThrow();
  await held.release();
  expect(existsSync(path)).toBe(false);
  await (await takeLock(path, options)).release();
});

it.each([
  ["a folder", (path: string) => mkdir(path)],
  ["a file of an earlier build", (path: string) => writeFile(path, "1")],
])("takes the lock of a killed run by its age, %s, and not a young one", async (_, make) => {
  const path = join(await makeFolder(), ".lock");
  await make(path);
  expect((await failureOf(() => takeLock(path, options))).code).toBe("environment/busy");
  const old = new Date(Date.now() - staleMs - 1_000);
  await utimes(path, old, old);
  await (await takeLock(path, options)).release();
  expect(existsSync(path)).toBe(false);
});

it("stops waiting when the run is interrupted", async () => {
  const path = join(await makeFolder(), ".lock");
  const held = await takeLock(path, options);
  const controller = new AbortController();
  const waiting = failureOf(() => takeLock(path, { ...options, waitMs: 60_000, signal: controller.signal }));
  controller.abort();
  expect((await waiting).code).toBe("environment/interrupted");
  await held.release();
});
