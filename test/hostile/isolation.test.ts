import { existsSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { verifyValue } from "../../src/cli/values.ts";
import { makeOrigin, type Origin } from "../helpers/clone.ts";
import { parseOutput, patchkit, temporaryFolder } from "../helpers/clone-program.ts";
import { hostileTest } from "../helpers/hostile-test.ts";
import { hasGo } from "../helpers/machine.ts";
import { plantedSeries } from "../helpers/planted-series.ts";

// Promise: code of a tree runs in a sandbox. It cannot change the tree, caches or the machine, reaches no network,
// sees no process of the machine, and leaves none behind.
const temp = temporaryFolder();
const ref = "v1.10.12";
const cache = join(temp, "cache");
let origin: Origin;
let out: string;

beforeAll(async () => {
  origin = await makeOrigin(temp);
  const path = "pkg/datapath/linux/hostile_test.go";
  out = await plantedSeries(origin, join(temp, "out"), ref, path, () =>
    hostileTest([cache, temp], process.pid, true),
  );
});

async function verify(checks: string, ...flags: string[]) {
  const args = [
    "verify",
    "-C",
    origin.dir,
    "--patches",
    out,
    "--engine",
    "host",
    "--json",
    "--checks",
    checks,
  ];
  const run = await patchkit([...args, "--cache", cache, ...flags]);
  const [evidence] = parseOutput(run, verifyValue).evidence;
  return { place: evidence?.place, check: evidence?.checks[0] };
}

describe.skipIf(!hasGo)("tests of a hostile series (skipped without Go)", () => {
  it("fail with everything they try, and end with what they started", async () => {
    const { place, check } = await verify("unit");
    expect(check?.log).toBe("");
    expect(check).toMatchObject({ outcome: "pass", reason: null });
    expect(place?.isolation?.flatMap(({ allowed }) => allowed)).toEqual([]);
    expect(place?.isolation?.map(({ privileges }) => privileges)).toEqual(["user", "network", "bpf"]);
    expect(existsSync(join(temp, "escaped"))).toBe(false);
  });

  it("can do some of it where the user trusts the tree, and the evidence says so", async () => {
    const { place } = await verify("fmt", "--trust-tree");
    expect(place?.isolation?.flatMap(({ allowed }) => allowed)).toContain("change a build cache");
  });
});
