import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { verifyValue } from "../../src/cli/values.ts";
import { cacheFolder } from "../helpers/cache-folder.ts";
import { makeOrigin, type Origin } from "../helpers/clone.ts";
import { commitOn, textAt } from "../helpers/clone-git.ts";
import {
  leftovers,
  parseOutput,
  patchkit,
  type RunOptions,
  temporaryFolder,
} from "../helpers/clone-program.ts";
import { hasGo, hasNamespaces } from "../helpers/machine.ts";
import { plantedSeries } from "../helpers/planted-series.ts";

// What is wrong with the machine or with the base is never said of the series.
const temp = temporaryFolder();
const tempDir = join(temp, "tmp");
const cache = cacheFolder(temp);
const ref = "v1.10.12";
const newest = "v1.19.0-dev";
let origin: Origin;

beforeAll(async () => {
  mkdirSync(tempDir);
  origin = await makeOrigin(temp);
});

interface Result {
  readonly check: string;
  readonly outcome: string;
  readonly reason: string;
}

/** Verifies and gives what each check said; the exit code has to be 1, for nothing here is a pass. */
async function verify(args: readonly string[], options: RunOptions = {}): Promise<Result[]> {
  const common = ["verify", "-C", origin.dir, "--engine", "host", "--cache", cache, "--json"];
  const run = await patchkit([...common, ...args], {
    ...options,
    env: { TMPDIR: tempDir, GOPROXY: process.env["GOPROXY"] ?? "off", ...options.env },
  });
  const { evidence } = parseOutput(run, verifyValue);
  expect(run.code).toBe(1);
  return evidence.flatMap(({ checks }) =>
    checks.map(({ check, outcome, reason }) => ({ check, outcome, reason: reason ?? "" })),
  );
}

/** A folder whose program of that name fails where a shell condition on its arguments holds. */
function pathWith(name: string, condition: string, message: string): string {
  const folder = join(temp, `bin-${name}-${message.length}`);
  const real = execFileSync("sh", ["-c", `command -v ${name}`])
    .toString()
    .trim();
  mkdirSync(folder);
  const script = `#!/bin/sh\nif ${condition}; then echo "${message}" >&2; exit 2; fi\nexec ${real} "$@"\n`;
  writeFileSync(join(folder, name), script);
  chmodSync(join(folder, name), 0o755);
  return `${folder}:${process.env["PATH"]}`;
}

describe.skipIf(!hasGo)("verify where the base does not compile (skipped without Go)", () => {
  it("blames the base in every check that compiles", async () => {
    const path = "pkg/datapath/linux/node.go";
    const text = `${textAt(origin.dir, ref, path)}\nvar broken int = "text"\n`;
    commitOn(origin.dir, ref, "broken", { [path]: text });
    const checks = hasNamespaces ? "vet,build,unit,scenario,traffic,bite" : "vet,build";
    const results = await verify(["--ref", "broken", "--variant", "ipam-mode", "--checks", checks]);
    expect(results.map(({ check, outcome }) => `${check} ${outcome}`)).toEqual(
      checks.split(",").map((check) => `${check} could-not-run`),
    );
    for (const { check, reason } of results) expect(reason, check).toMatch(/base/);
  });

  it.skipIf(!hasNamespaces)("names the tests of the base that do not build with their tag", async () => {
    const path = "pkg/datapath/linux/node_linux_test.go";
    const text = `${textAt(origin.dir, newest, path)}\nvar _ = neverDeclared\n`;
    commitOn(origin.dir, newest, "broken-tests", { [path]: text });
    const results = await verify([
      "--ref",
      "broken-tests",
      "--variant",
      "ipam-mode",
      "--checks",
      "unit,bite",
    ]);
    const said = /pkg\/datapath\/linux\/node_linux_test\.go:\d+:9: undefined: neverDeclared/;
    expect(results).toEqual([
      {
        check: "unit",
        outcome: "could-not-run",
        reason: expect.stringMatching(/base.*TestSkipRemoteNodeRoute/),
      },
      { check: "bite", outcome: "could-not-run", reason: expect.stringMatching(/TestSkipRemoteNodeRoute/) },
    ]);
    for (const { reason } of results) expect(reason).toMatch(said);
  });
});

describe.skipIf(!hasGo || !hasNamespaces)(
  "verify on a machine with a fault (skipped without Go, or where no namespaces may be made)",
  () => {
    it("ends a test that hangs", async () => {
      const path = "pkg/datapath/linux/node_linux_test.go";
      const out = await plantedSeries(origin, join(temp, "hanging"), ref, path, (text) =>
        text.replace(/^func \(.+\) TestSkipRemoteNodeRoute\(.+\{$/m, "$&\n\tfor {\n\t}"),
      );
      const [unit] = await verify(["--patches", out, "--checks", "unit", "--time-limit", "0.5"]);
      expect(unit).toMatchObject({ check: "unit", outcome: "could-not-run" });
      expect(unit?.reason).toMatch(/exceeded its time limit.*--time-limit/);
    });

    it.each(["100k", "12m"])("says that a disk of %s is full", async (size) => {
      const disk = join(temp, `disk-${size}`);
      mkdirSync(disk);
      const script = `mount -t tmpfs -o size=${size},mode=700 none "$0" && exec "$@"`;
      const args = ["--ref", ref, "--variant", "ipam-mode", "--checks", "vet,build,unit"];
      const where = ["--cache", disk, "--out", join(temp, `out-${size}`)];
      const results = await verify([...args, ...where], {
        wrap: ["unshare", "-m", "sh", "-c", script, disk],
      });
      expect(results.filter(({ outcome }) => outcome === "fail")).toEqual([]);
      const last = results.at(-1);
      expect(last).toMatchObject({ check: "unit", outcome: "could-not-run" });
      expect(last?.reason).toMatch(/expected space for .*(--cache|another disk)/);
    });

    it.each([
      [
        "mount",
        'echo "$*" | grep -q "t bpf"',
        "unknown filesystem type bpf",
        "does not support the BPF file system",
      ],
      ["ip", 'echo "$*" | grep -q "type veth"', "Unknown device type", "does not support veth devices"],
      [
        "unshare",
        "true",
        "unshare: unshare failed: Operation not permitted",
        "creating namespaces is not permitted",
      ],
    ])("says what the kernel lacks where %s fails", async (name, condition, message, words) => {
      const args = ["--ref", ref, "--variant", "ipam-mode", "--checks", "unit,scenario,traffic,bite"];
      const where = ["--out", join(temp, `lacks-${name}`)];
      // A sandbox has a /tmp of its own, without these programs.
      const results = await verify([...args, ...where, "--trust-tree"], {
        env: { PATH: pathWith(name, condition, message) },
      });
      for (const { check, outcome, reason } of results) {
        expect(outcome, check).toBe("could-not-run");
        expect(reason, check).toContain(words);
      }
    });

    it("says which part of the picture with packets could not be made", async () => {
      const message = "Unknown kind of device";
      const args = ["--ref", ref, "--variant", "ipam-mode", "--checks", "traffic"];
      const [traffic] = await verify([...args, "--trust-tree", "--out", join(temp, "no-bridge")], {
        env: { PATH: pathWith("ip", 'echo "$*" | grep -q "type bridge"', message) },
      });
      expect(traffic?.outcome).toBe("could-not-run");
      expect(traffic?.reason).toBe(
        `on the unpatched base, base rp_filter 0: ip link add br0 type bridge: exit status 2: ${message}`,
      );
    });

    it("leaves no temporary files", () => {
      expect(leftovers(tempDir)).toEqual([]);
    });
  },
);
