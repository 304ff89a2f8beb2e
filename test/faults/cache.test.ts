import { chmodSync, chownSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { verifyValue } from "../../src/cli/values.ts";
import { commonRef, handlerPath, makeOrigin, type Origin } from "../helpers/clone.ts";
import { patchkit, type RunOptions, temporaryFolder } from "../helpers/clone-program.ts";
import { hasGo } from "../helpers/machine.ts";
import { canMount } from "../helpers/mounted.ts";

// Promise: nothing is taken from a cache that another user can write to, and no cache is no reason to stop.
const temp = temporaryFolder();
const isRoot = process.getuid?.() === 0;
const mounts = await canMount();
let origin: Origin;
let home: string;
let count = 0;

beforeAll(async () => {
  origin = await makeOrigin(temp);
});

beforeEach(() => {
  home = join(temp, `home-${++count}`);
  mkdirSync(join(home, "tmp"), { recursive: true });
});

/** Runs `verify --checks apply`, which keeps no tree, or `fmt`, which does. */
async function verify(
  options: RunOptions & { readonly checks?: string; readonly args?: readonly string[] } = {},
) {
  const { checks = "apply", args = [], ...rest } = options;
  const series = ["--ref", commonRef, "--variant", "flag-gate", "--out", join(home, "out")];
  const run = await patchkit(
    ["verify", "-C", origin.dir, ...series, "--engine", "host", "--checks", checks, "--json", ...args],
    { ...rest, env: { HOME: home, TMPDIR: join(home, "tmp"), ...rest.env } },
  );
  return { ...run, value: run.stdout === "" ? undefined : verifyValue.parse(JSON.parse(run.stdout)) };
}

const kept = () => readdirSync(join(home, ".cache/cilium-patchkit")).length;

describe("the folder that is kept between runs", () => {
  it("is below the home folder, and below XDG_CACHE_HOME where that is absolute", async () => {
    expect((await verify()).code).toBe(0);
    expect(kept()).toBeGreaterThan(0);
    await verify({ env: { XDG_CACHE_HOME: join(home, "xdg") } });
    expect(readdirSync(join(home, "xdg"))).toEqual(["cilium-patchkit"]);
    await verify({ env: { XDG_CACHE_HOME: "relative" }, cwd: home });
    expect(readdirSync(home).sort()).toEqual([".cache", "out", "tmp", "xdg"]);
  });

  it("is a private one that is removed again, where there is no home folder", async () => {
    const run = await verify({ env: { HOME: "" } });
    expect(run).toMatchObject({ code: 0, stderr: expect.stringContaining("keeps no results") });
    expect(readdirSync(join(home, "tmp"))).toEqual([]);
  });

  it("is not used where others can write to it, and the run says so", async () => {
    await verify();
    const cache = join(home, ".cache/cilium-patchkit");
    chmodSync(cache, 0o777);
    const before = kept();
    const run = await verify({ args: ["--variant", "ipam-mode"] });
    expect(run.code).toBe(0);
    expect(run.stderr).toMatch(/cilium-patchkit.*other users can write/);
    expect(run.value?.evidence.flatMap(({ checks }) => checks.map(({ cached }) => cached))).toEqual([
      false,
      false,
    ]);
    expect(kept()).toBe(before);
  });

  it.skipIf(!isRoot)("is not used where it is another user's (needs root)", async () => {
    const cache = join(home, ".cache/cilium-patchkit");
    mkdirSync(cache, { recursive: true });
    chownSync(cache, 65532, 65532);
    const run = await verify();
    expect(run).toMatchObject({ code: 0, stderr: expect.stringMatching(/belongs to another user/) });
    expect(kept()).toBe(0);
  });

  it.skipIf(!mounts)(
    "is no reason to stop where it cannot be written to (needs unshare and mount)",
    async () => {
      const script = 'mount --bind "$0" "$0" && mount -o remount,ro,bind "$0" && exec "$@"';
      mkdirSync(join(home, ".cache"));
      const run = await verify({ wrap: ["unshare", "--mount", "sh", "-c", script, join(home, ".cache")] });
      expect(run).toMatchObject({ code: 0, stderr: expect.stringMatching(/EROFS|EACCES/) });
      const proc = await verify({ args: ["--cache", "/proc/patchkit"] });
      expect(proc).toMatchObject({ code: 0, stderr: expect.stringContaining("/proc/patchkit") });
    },
  );
});

describe.skipIf(!hasGo)("a tree that is kept (skipped without Go)", () => {
  const treeOf = () => {
    const [sha = ""] = readdirSync(join(home, ".cache/cilium-patchkit/trees")).filter((name) =>
      /^\w{40}$/.test(name),
    );
    return join(home, ".cache/cilium-patchkit/trees", sha, "src/github.com/cilium/cilium");
  };

  it("is made anew where it was changed, and the run says so", async () => {
    const first = await verify({ checks: "fmt" });
    expect(first).toMatchObject({ code: 0, stderr: expect.not.stringContaining("changed") });
    const untouched = await verify({ checks: "fmt", args: ["--fresh"] });
    expect(untouched.stderr).not.toContain("changed");
    const handler = join(treeOf(), handlerPath);
    const text = readFileSync(handler, "utf8");
    writeFileSync(handler, `${text}\nfunc init() { panic("not of this tree") }\n`);
    writeFileSync(join(treeOf(), "pkg/datapath/linux/zz_extra.go"), "package other\n");
    const again = await verify({ checks: "fmt", args: ["--fresh"] });
    expect(again).toMatchObject({ code: 0, stderr: expect.stringMatching(/2 files.*changed/) });
    expect(readFileSync(handler, "utf8")).toBe(text);
    expect(readdirSync(join(treeOf(), "pkg/datapath/linux"))).not.toContain("zz_extra.go");
  });
});
