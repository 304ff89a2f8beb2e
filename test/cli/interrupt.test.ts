import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { makeOrigin, type Origin, shapes, variants } from "../helpers/clone.ts";
import { leftovers, patchkit, type Run, temporaryFolder } from "../helpers/clone-program.ts";
import { contentOf, snapshot } from "../helpers/clone-snapshot.ts";

const temp = temporaryFolder();
const refs = shapes.flatMap((ref) => ["--ref", ref]);
const reference = join(temp, "reference");
let origin: Origin;
let durationMs = 0;

beforeAll(async () => {
  origin = await makeOrigin(temp);
  const start = performance.now();
  expect((await patchkit(["generate", "-C", origin.dir, ...refs, "--out", reference])).code).toBe(0);
  durationMs = performance.now() - start;
});

/** Every series that is there has all of its files, as an undisturbed run writes them. */
function expectWhole(out: string): void {
  if (!existsSync(out)) return;
  const found = contentOf(out);
  const whole = contentOf(reference);
  for (const path of Object.keys(found).filter((path) => path.includes("/")))
    expect(found[path], path).toBe(whole[path]);
  for (const ref of shapes) {
    for (const variant of variants) {
      const folder = join(ref, variant);
      if (!existsSync(join(out, folder))) continue;
      expect(readdirSync(join(out, folder)).sort()).toEqual(readdirSync(join(reference, folder)).sort());
    }
  }
  expect(readdirSync(out).filter((name) => name.startsWith("."))).toEqual([]);
}

function expectStopped(run: Run): void {
  // Before it listens, the signal ends it; on a busy machine that may be late.
  if (run.code === null && run.stdout === "") return;
  // Node takes its handlers away before the process is gone; by then everything was done and said.
  if (run.code === null && run.stdout.includes("\ntry git am ")) return;
  expect([0, 130], `${run.stdout}${run.stderr}`).toContain(run.code);
  if (run.code === 130) expect(run.stderr).toContain("interrupted");
}

describe("Ctrl-C", () => {
  // From before the program listens to after its end; the middle is where objects and folders are written.
  it.each([0.05, 0.3, 0.45, 0.6, 0.7, 0.8, 0.88, 0.95])(
    "at %d of a run leaves the output folder whole or absent and no temporary files",
    async (part) => {
      const tempDir = join(temp, `tmp-${part}`);
      const out = join(temp, `out-${part}`);
      mkdirSync(tempDir);
      const before = snapshot({ dir: origin.dir, folders: [origin.dir], bare: true });
      const run = await patchkit(["generate", "-C", origin.dir, ...refs, "--out", out], {
        env: { TMPDIR: tempDir },
        interruptAfterMs: part * durationMs,
      });
      expectStopped(run);
      expect(leftovers(tempDir)).toEqual([]);
      expectWhole(out);
      expect(snapshot({ dir: origin.dir, folders: [origin.dir], bare: true })).toEqual(before);
    },
  );

  it("in the middle of a second run leaves the first run's series as they were", async () => {
    const tempDir = join(temp, "tmp-second");
    const out = join(temp, "out-second");
    mkdirSync(tempDir);
    await patchkit(["generate", "-C", origin.dir, ...refs, "--out", out]);
    const before = contentOf(out);
    const run = await patchkit(["generate", "-C", origin.dir, ...refs, "--out", out], {
      env: { TMPDIR: tempDir },
      interruptAfterMs: 0.75 * durationMs,
    });
    expectStopped(run);
    expect(contentOf(out)).toEqual(before);
    expect(leftovers(tempDir)).toEqual([]);
  });

  it("lets the next run go on as if nothing had been", async () => {
    const out = join(temp, "out-next");
    await patchkit(["generate", "-C", origin.dir, ...refs, "--out", out], {
      interruptAfterMs: 0.9 * durationMs,
    });
    expect((await patchkit(["generate", "-C", origin.dir, ...refs, "--out", out])).code).toBe(0);
    expect(contentOf(out)).toEqual(contentOf(reference));
  });
});
