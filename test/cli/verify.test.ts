import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { type VerifyValue, verifyValue } from "../../src/cli/values.ts";
import { detailsOf } from "../../src/verify/check.ts";
import { biteCheck } from "../../src/verify/checks/bite.ts";
import { scenarioCheck } from "../../src/verify/checks/scenario.ts";
import { trafficCheck } from "../../src/verify/checks/traffic.ts";
import { unitCheck } from "../../src/verify/checks/unit.ts";
import { evidenceSchema } from "../../src/verify/index.ts";
import type { TrafficRun } from "../../src/verify/traffic-run.ts";
import { cacheFolder } from "../helpers/cache-folder.ts";
import {
  blobless,
  handlerPath,
  hostileBlobless,
  makeOrigin,
  type Origin,
  ranPrograms,
  variants,
} from "../helpers/clone.ts";
import { commitOn, git, textAt } from "../helpers/clone-git.ts";
import {
  leftovers,
  parseOutput,
  patchkit,
  patchkitOnTerminal,
  type Run,
  temporaryFolder,
} from "../helpers/clone-program.ts";
import { snapshot } from "../helpers/clone-snapshot.ts";
import { hasGo, hasNamespaces } from "../helpers/machine.ts";
import { plantedSeries } from "../helpers/planted-series.ts";

const temp = temporaryFolder();
const cache = cacheFolder(temp);
const tempDir = join(temp, "tmp");
const ref = "v1.10.12";
let origin: Origin;

beforeAll(async () => {
  mkdirSync(tempDir);
  origin = await makeOrigin(temp);
});

function verify(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Run> {
  const common = ["verify", "-C", origin.dir, "--engine", "host", "--cache", cache, "--json"];
  return patchkit([...common, ...args], {
    env: { TMPDIR: tempDir, GOPROXY: process.env["GOPROXY"] ?? "off", ...env },
  });
}

function outcomes({ evidence }: VerifyValue): Record<string, string> {
  return Object.fromEntries(
    evidence.flatMap(({ variant, checks }) =>
      checks.map(({ check, outcome }) => [`${variant} ${check}`, outcome]),
    ),
  );
}

it("shows a line per series on a terminal, with what its checks said", () => {
  const args = ["verify", "-C", origin.dir, "--engine", "host", "--cache", join(temp, "live-cache")];
  const { shown, code } = patchkitOnTerminal(
    [...args, "--ref", ref, "--checks", "apply", "--out", join(temp, "live")],
    { env: { TMPDIR: tempDir } },
  );
  expect(code).toBe(0);
  const text = shown.replace(/\x1b\[[\d;?]*[A-Za-z]/g, "");
  for (const variant of variants) expect(text).toContain(`✔ ${ref}  ${variant}  1 pass`);
  expect(leftovers(tempDir)).toEqual([]);
});

/** By variant. */
const addedTests: Readonly<Record<string, readonly string[]>> = {
  "cidr-validation": ["linuxPrivilegedBaseTestSuite.TestLocalPrefix"],
  "flag-gate": ["linuxPrivilegedBaseTestSuite.TestSkipRemoteNodeRoute"],
  "ipam-mode": ["linuxPrivilegedBaseTestSuite.TestSkipRemoteNodeRoute", "TestSkipRemoteNodeRoute"],
};

/** Who was answered in each picture, and by which device the host reaches a peer's pod. */
function trafficOf(runs: readonly TrafficRun[]): string[] {
  return runs.map(({ series, setting, rpFilter, before, answered, hostToDisjoint }) => {
    const way = /dev (\S+)/.exec(hostToDisjoint.route)?.[1] ?? "";
    const words = [series, setting, rpFilter, before, answered, way, hostToDisjoint.answered];
    return words.filter((word) => word !== "").join(" ");
  });
}

const fault = (series: string) =>
  [0, 1].map((rpFilter) => `${series} ${rpFilter} true false cilium_host true`);
const cutOff = (series: string) => [0, 1].map((rpFilter) => `${series} ${rpFilter} true true eth0 false`);
const expectedTraffic: Readonly<Record<string, readonly string[]>> = {
  "cidr-validation": [
    ...fault("base"),
    "cidr-validation 0 true true cilium_host true",
    "cidr-validation 1 true true cilium_host true",
  ],
  "flag-gate": [...fault("base"), ...fault("flag-gate default"), ...cutOff("flag-gate off")],
  "ipam-mode": [
    ...fault("base"),
    ...fault("ipam-mode kubernetes"),
    ...fault("ipam-mode crd, cluster ID 1"),
    ...cutOff("ipam-mode crd"),
  ],
};

/** The flag-gate series with another text in the handler's file. */
function plant(name: string, change: (text: string) => string): Promise<string> {
  return plantedSeries(origin, join(temp, name), ref, handlerPath, change);
}

it.skipIf(!hasGo)("crosses out the series that Ctrl-C on the terminal stopped (skipped without Go)", () => {
  const args = ["verify", "-C", origin.dir, "--engine", "host", "--cache", join(temp, "stopped-cache")];
  const { shown, code } = patchkitOnTerminal(
    [...args, "--ref", ref, "--checks", "apply,unit", "--out", join(temp, "stopped")],
    { env: { TMPDIR: tempDir }, keys: { typed: "\u0003", after: "2/2  unit" } },
  );
  expect(code).toBe(130);
  const text = shown.replace(/\x1b\[[\d;?]*[A-Za-z]/g, "");
  expect(text).toMatch(new RegExp(`✖ ${ref}  cidr-validation  1 pass, stopped`));
  expect(text).toMatch(new RegExp(`✖ ${ref}  ipam-mode  stopped`));
  expect(readdirSync(tempDir)).toEqual([]);
});

describe.skipIf(!hasGo)("verify with the local Go (skipped where there is none)", () => {
  it("formats, vets, builds and compares the command reference, and remembers what it found", async () => {
    const out = join(temp, "cheap");
    const args = [
      "--ref",
      ref,
      "--variant",
      "flag-gate",
      "--checks",
      "apply,fmt,vet,build,cmdref",
      "--out",
      out,
    ];
    const first = parseOutput(await verify([...args, "--per-commit"]), verifyValue);
    expect(outcomes(first)).toEqual({
      "flag-gate apply": "pass",
      "flag-gate fmt": "pass",
      "flag-gate vet": "pass",
      "flag-gate build": "pass",
      "flag-gate cmdref": "pass",
    });
    const commits = first.evidence[0]?.checks.filter(({ commit }) => commit === 1).map(({ check }) => check);
    expect(commits).toEqual(["fmt", "vet", "build"]);
    const written = JSON.parse(readFileSync(join(out, ref, "flag-gate", "evidence.json"), "utf8"));
    expect(evidenceSchema.parse(written)).toEqual(first.evidence[0]);

    const again = parseOutput(await verify(args), verifyValue);
    expect(again.evidence[0]?.checks.map(({ cached }) => cached)).toEqual([true, true, true, true, true]);
    expect(leftovers(tempDir)).toEqual([]);
  });

  it("asks the remote of a partial clone for what that lacks, and leaves the clone as it is", async () => {
    const clone = blobless(origin, join(temp, "blobless"));
    const before = snapshot(clone);
    const out = join(temp, "blobless-out");
    const args = ["--variant", "ipam-mode", "--checks", "apply,fmt,build", "-C", clone.dir];
    const cold = ["--cache", cacheFolder(temp, "blobless-cache")];
    for (const where of [
      ["--ref", ref, "--out", out],
      ["--patches", out, "--fresh"],
    ]) {
      const value = parseOutput(await verify([...args, ...cold, ...where]), verifyValue);
      expect(outcomes(value)).toEqual({
        "ipam-mode apply": "pass",
        "ipam-mode fmt": "pass",
        "ipam-mode build": "pass",
      });
    }
    expect(snapshot(clone)).toEqual(before);
    expect(leftovers(tempDir)).toEqual([]);
  });

  it.each([
    { asks: false, settings: [] },
    // Without those the remote is asked.
    { asks: true, settings: ["remote.evil.uploadpack", "credential.helper"] },
  ])(
    "runs no program of a partial clone that is not ours (asks its remote: $asks)",
    async ({ asks, settings }) => {
      const clone = hostileBlobless(origin, join(temp, `hostile-${asks}`), "evil");
      for (const name of settings) git(clone.dir, ["config", "--unset-all", name]);
      const out = join(temp, `hostile-${asks}-out`);
      await patchkit(["generate", "-C", origin.dir, "--ref", ref, "--out", out]);
      const args = ["--patches", out, "--variant", "ipam-mode", "--checks", "apply,fmt", "-C", clone.dir];
      const run = await verify([...args, "--cache", join(temp, `hostile-${asks}-cache`)]);
      expect(ranPrograms(clone)).toEqual([]);
      if (asks) expect(outcomes(parseOutput(run, verifyValue))["ipam-mode apply"]).toBe("pass");
    },
  );

  it.skipIf(!hasNamespaces)(
    "runs all tests, the scenario and every mutant (skipped where this user may not make network namespaces)",
    async () => {
      const args = ["--ref", ref, "--checks", "unit,scenario,bite", "--out", join(temp, "whole")];
      const run = await verify(args);
      const value = parseOutput(run, verifyValue);
      expect(new Set(Object.values(outcomes(value)))).toEqual(new Set(["pass"]));
      expect(run.code).toBe(0);
      for (const { variant, checks } of value.evidence) {
        for (const { details } of checks) {
          const scenario = detailsOf(scenarioCheck, details);
          if (scenario) {
            expect(scenario.verdicts.length, variant).toBeGreaterThan(10);
            expect(scenario.runs.map(({ series }) => series)).toContain("base");
          }
          const bite = detailsOf(biteCheck, details);
          if (bite) {
            expect(bite.mutants.length, variant).toBeGreaterThan(15);
            expect(bite.redOnBase, variant).toBe(addedTests[variant]?.length);
          }
          const unit = detailsOf(unitCheck, details);
          if (unit)
            expect(
              unit.added.map(({ name }) => name),
              variant,
            ).toEqual(addedTests[variant]);
        }
      }
    },
  );

  it.skipIf(!hasNamespaces)(
    "shows with packets what each setting cures and costs (skipped where this user may not make network namespaces)",
    async () => {
      const args = ["--ref", ref, "--checks", "traffic", "--out", join(temp, "packets")];
      const run = await verify(args);
      const { evidence } = parseOutput(run, verifyValue);
      expect(run.code).toBe(0);
      const seen = evidence.map(({ variant, checks }) => {
        const details = detailsOf(trafficCheck, checks[0]?.details ?? null);
        return [variant, trafficOf(details?.runs ?? [])];
      });
      expect(Object.fromEntries(seen)).toEqual(expectedTraffic);
    },
  );

  it.skipIf(!hasNamespaces)(
    "finds a guard that no test looks at, and a series that does not do what it says",
    async () => {
      const folder = await plant("planted", (text) =>
        text.replace(
          /^func \(n \*linuxNodeHandler\) deleteStaleNodeRoutes\(.+\n/m,
          "$&\tif len(n.nodes) > 100 {\n\t\treturn\n\t}\n",
        ),
      );
      const value = parseOutput(await verify(["--patches", folder, "--checks", "bite"]), verifyValue);
      const [bite] = value.evidence[0]?.checks ?? [];
      expect(bite?.outcome).toBe("fail");
      const mutants = detailsOf(biteCheck, bite?.details ?? null)?.mutants ?? [];
      const survivors = mutants.filter(({ outcome }) => outcome === "survived");
      expect(survivors.map(({ text }) => text)).toContain("return");

      const wrong = await plant("wrong", (text) =>
        text.replace(
          "if n.nodeConfig.SkipRemoteNodeRoute && !isLocalNode && !n.nodeConfig.UseSingleClusterRoute {",
          "if n.nodeConfig.SkipRemoteNodeRoute && !isLocalNode && !n.nodeConfig.UseSingleClusterRoute && n.nodeConfig.EnableIPv6 {",
        ),
      );
      const run = await verify(["--patches", wrong, "--checks", "scenario,traffic"]);
      const [scenario, traffic] = parseOutput(run, verifyValue).evidence[0]?.checks ?? [];
      expect(scenario?.outcome).toBe("fail");
      expect(scenario?.reason).toContain("IPv4 alone");
      // The report's agents have no IPv6, so the flag does nothing for them.
      expect(traffic?.outcome).toBe("fail");
      expect(traffic?.reason).toBe(
        "flag-gate off rp_filter 0: request from the VM to the host: expected answered, found no answer, the reply leaves through cilium_host",
      );
      expect(run.code).toBe(1);
    },
  );

  it("blames the base where that does not compile", async () => {
    const path = "pkg/datapath/linux/node.go";
    commitOn(origin.dir, ref, "broken", {
      [path]: `${textAt(origin.dir, ref, path)}\nvar broken int = "text"\n`,
    });
    const args = [
      "--ref",
      "broken",
      "--variant",
      "flag-gate",
      "--checks",
      "build",
      "--out",
      join(temp, "broken"),
    ];
    const run = await verify(args);
    const [build] = parseOutput(run, verifyValue).evidence[0]?.checks ?? [];
    expect(build?.outcome).toBe("could-not-run");
    expect(build?.reason).toMatch(/^the unpatched base fails in pkg\/datapath\/linux/);
    expect(run.code).toBe(1);
  });

  it("finds a series that breaks the build, one that is not formatted, and one that is not what it says", async () => {
    const broken = await plant("breaks", (text) => `${text}\nvar unbuilt int = "text"\n`);
    const ugly = await plant("ugly", (text) => `${text}\nvar   ugly   int\n`);
    for (const [folder, check, words] of [
      [broken, "build", "pkg/datapath/linux"],
      [ugly, "fmt", "gofmt would change pkg/datapath/linux/node.go"],
      [ugly, "apply", "expected the tree"],
    ] as const) {
      const run = await verify(["--patches", folder, "--checks", check]);
      const [result] = parseOutput(run, verifyValue).evidence[0]?.checks ?? [];
      expect(result?.outcome, check).toBe("fail");
      expect(result?.reason, check).toContain(words);
      expect(run.code).toBe(1);
    }
  });
});

describe("verify, asked for what cannot be", () => {
  it("says that a check could not run where there is no engine, and does not call it a pass", async () => {
    const bin = join(temp, "bin");
    mkdirSync(bin);
    for (const program of ["git", "sh", "uname"]) {
      const path = execFileSync("sh", ["-c", `command -v ${program}`])
        .toString()
        .trim();
      symlinkSync(path, join(bin, program));
    }
    const args = [
      "--ref",
      "v1.19.0-dev",
      "--variant",
      "flag-gate",
      "--checks",
      "apply,build",
      "--engine",
      "auto",
      "--out",
      join(temp, "none"),
    ];
    const run = await verify(args, { PATH: bin });
    const value = parseOutput(run, verifyValue);
    expect(outcomes(value)).toEqual({ "flag-gate apply": "pass", "flag-gate build": "could-not-run" });
    expect(value.evidence[0]?.checks[1]?.reason).toMatch(/docker.*podman.*--engine host/);
    expect(value.evidence[0]?.place).toBeNull();
    expect(run.code).toBe(1);
  });

  it.each([
    [["--checks", "apply,nonsense"], 'found "nonsense"'],
    [["--engine", "docker", "--memory", "plenty"], "--memory: expected a size"],
    [["--engine", "docker", "--cpus", "none"], "--cpus: expected a number"],
    [["--engine", "host", "--memory", "6g"], "--memory has no effect with --engine host"],
    [["--engine", "host", "--builder-image", "golang"], "--builder-image has no effect with --engine host"],
    [["--engine", "podman", "--trust-tree"], "--trust-tree has no effect with --engine podman"],
    [["--engine", "oven"], "oven"],
    [["--patches", "/nonexistent"], "expected series below"],
    [["--ref", ref, "--patches", "/nonexistent"], "cannot be used with option"],
    [["--ref", "v9.9"], 'a commit called "v9.9"'],
    [["--variant", "nonsense"], "expected one of the variants"],
  ])("%j ends with 2 and a sentence", async (args, words) => {
    const run = await verify([...(/--ref|--patches/.test(args.join()) ? [] : ["--ref", ref]), ...args]);
    expect(run.code).toBe(2);
    expect(`${run.stdout}${run.stderr}`).toContain(words.replaceAll('"', '\\"'));
  });
});
