import { createHash } from "node:crypto";
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { verifyValue } from "../../src/cli/values.ts";
import { cacheFolder } from "../helpers/cache-folder.ts";
import { makeOrigin, type Origin } from "../helpers/clone.ts";
import { parseOutput, patchkit, temporaryFolder } from "../helpers/clone-program.ts";
import { hasGo } from "../helpers/machine.ts";
import { plantedSeries } from "../helpers/planted-series.ts";

// Promise: the names of files that a series brings are never read by a shell.
const temp = temporaryFolder();
const cache = cacheFolder(temp);
const ref = "v1.10.12";
let origin: Origin;

beforeAll(async () => {
  origin = await makeOrigin(temp);
});

describe.skipIf(!hasGo)("a series with a file whose name is shell code (skipped without Go)", () => {
  // No name has a slash, and engines hand over little of the environment: the way to /tmp starts at the root.
  const mark = `patchkit-escaped-${process.pid}`;
  const code = `${"cd ..; ".repeat(16)}cd tmp; : > ${mark}`;
  beforeEach(() => rmSync(join("/tmp", mark), { force: true }));
  const folders = [`x'; ${code}; '`, `x$(${code})`, `-toolexec=sh -c '${code}'`];
  const files = [`x\`${code}\``, `x|e\n${code}\n#`];

  it.each([
    ...folders.map((name) => [`pkg/${name}/x_test.go`, "x"]),
    ...files.map((name) => [`pkg/datapath/linux/${name}_test.go`, "linux"]),
  ])("does not run %j", async (path, packageName) => {
    const folder = join(temp, `out-${createHash("sha256").update(path).digest("hex").slice(0, 12)}`);
    const text = `package ${packageName}\n\nimport "testing"\n\nfunc TestX(t *testing.T) {}\n`;
    const out = await plantedSeries(origin, folder, ref, path, () => text);
    const args = ["verify", "-C", origin.dir, "--patches", out, "--engine", "host", "--trust-tree", "--json"];
    const checks = "fmt,vet,lint";
    const run = await patchkit([...args, "--checks", checks, "--cache", cache], {
      env: { GOPROXY: "off" },
    });
    expect(run.code, run.stderr).not.toBe(3);
    expect(existsSync(join("/tmp", mark))).toBe(false);
    const value = parseOutput(run, verifyValue);
    expect(value.evidence[0]?.checks.map(({ check }) => check)).toEqual(checks.split(","));
  });
});
