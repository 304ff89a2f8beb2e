import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { type VerifyValue, verifyValue } from "../../src/cli/values.ts";
import { detailsOf } from "../../src/verify/check.ts";
import { buildCheck } from "../../src/verify/checks/build.ts";
import { scenarioCheck } from "../../src/verify/checks/scenario.ts";
import { makeOrigin, type Origin } from "../helpers/clone.ts";
import { parseOutput, patchkit, type Run, temporaryFolder } from "../helpers/clone-program.ts";
import { hostileTest } from "../helpers/hostile-test.ts";
import { plantedSeries } from "../helpers/planted-series.ts";

// The Docker tier: wants an engine, and an image with Go in PATCHKIT_BUILDER_IMAGE (scripts/builder-image
// makes one). Elsewhere than in CI it is skipped where there is none.
const image = process.env["PATCHKIT_BUILDER_IMAGE"];
const client = process.env["PATCHKIT_DOCKER"] ?? "docker";
const hasEngine = spawnSync(client, ["info"]).status === 0;
const isThere = hasEngine && image !== undefined;
const temp = temporaryFolder();
let origin: Origin;

beforeAll(async () => {
  origin = await makeOrigin(temp);
});

function docker(args: readonly string[]): string {
  return execFileSync(client, args).toString();
}

function verify(args: readonly string[], options: { interruptAfterMs?: number } = {}): Promise<Run> {
  const common = ["verify", "-C", origin.dir, "--engine", "docker", "--builder-image", image ?? "", "--json"];
  return patchkit([...common, "--cache", join(temp, "cache"), ...args], {
    env: { PATCHKIT_DOCKER: client },
    ...options,
  });
}

function outcomes({ evidence }: VerifyValue): string[] {
  return evidence.flatMap(({ ref, variant, checks }) =>
    checks.map(({ check, outcome, reason }) =>
      `${ref} ${variant} ${check} ${outcome} ${reason ?? ""}`.trim(),
    ),
  );
}

it.runIf(process.env["CI"] === "true")("has an engine and an image in CI", () => {
  expect({ hasEngine, image }).toEqual({ hasEngine: true, image: expect.any(String) });
});

describe.skipIf(!isThere)("verify in containers (skipped without Docker and PATCHKIT_BUILDER_IMAGE)", () => {
  it("runs every check, scenario and mutants among them", async () => {
    // Podman's test takes another variant, and those with the local Go the third.
    const args = ["--ref", "v1.10.12", "--variant", "cidr-validation"];
    const run = await verify([...args, "--out", join(temp, "all")]);
    const value = parseOutput(run, verifyValue);
    // The sample tree brings no linters of its own, and no chart.
    const lint = / lint could-not-run this tree has neither a golangci configuration nor check scripts$/;
    const helm = / helm not-needed the series changes nothing of the chart$/;
    expect(
      outcomes(value).filter((line) => !line.endsWith(" pass") && !lint.test(line) && !helm.test(line)),
    ).toEqual([]);
    expect(value.evidence).toHaveLength(1);
    for (const { place, checks } of value.evidence) {
      expect(place).toMatchObject({
        engine: "docker",
        image,
        imageDigest: expect.stringMatching(/^sha256:/),
      });
      const found = checks.find(({ check }) => check === scenarioCheck.id)?.details ?? null;
      const base = detailsOf(scenarioCheck, found)?.runs.find(({ series }) => series === "base");
      const last = base?.events.filter(({ step }) => step.startsWith("1")).at(-1);
      expect(last?.routes.join("\n")).toContain("10.247.2.0/24 via 10.247.2.95 dev cilium_host");
    }
  });

  it("makes an image of its own where none is named", async () => {
    const args = ["verify", "-C", origin.dir, "--engine", "docker", "--ref", "v1.10.12", "--json"];
    const only = ["--variant", "flag-gate", "--checks", "fmt", "--cache", join(temp, "own-cache")];
    const run = await patchkit([...args, ...only, "--out", join(temp, "own")], {
      env: { PATCHKIT_DOCKER: client },
    });
    const value = parseOutput(run, verifyValue);
    expect(outcomes(value)).toEqual(["v1.10.12 flag-gate fmt pass"]);
    expect(value.evidence[0]?.place?.image).toMatch(/^cilium-patchkit-builder:/);
  });

  it("builds the agent from an archive of the tree, too", async () => {
    const args = ["--ref", "v1.19.0-dev", "--variant", "flag-gate", "--checks", "build", "--via", "build"];
    const value = parseOutput(await verify([...args, "--out", join(temp, "via")]), verifyValue);
    expect(outcomes(value)).toEqual(["v1.19.0-dev flag-gate build pass"]);
    const details = value.evidence[0]?.checks[0]?.details ?? null;
    expect(detailsOf(buildCheck, details)?.via).toBe("build");
  });

  it("says that a container was killed for memory, and does not blame the series", async () => {
    const args = ["--ref", "v1.15.0-dev", "--variant", "flag-gate", "--checks", "build", "--memory", "24m"];
    const value = parseOutput(await verify([...args, "--out", join(temp, "memory")]), verifyValue);
    expect(outcomes(value)[0]).toMatch(/build could-not-run .*exceeded its memory limit/);
  });

  it("says that an image is not to be had", async () => {
    const args = ["--ref", "v1.10.12", "--variant", "flag-gate", "--checks", "build"];
    const run = await verify([...args, "--builder-image", "no.invalid/none:1", "--out", join(temp, "image")]);
    const [line] = outcomes(parseOutput(run, verifyValue));
    expect(line).toMatch(
      /build could-not-run expected the builder image no\.invalid\/none:1, found it neither locally/,
    );
    expect(run.code).toBe(1);
  });

  it("confines a hostile test, and says so in the evidence", async () => {
    const path = "pkg/datapath/linux/hostile_test.go";
    const test = () => hostileTest([join(temp, "cache"), temp], process.pid, false);
    const out = await plantedSeries(origin, join(temp, "hostile"), "v1.10.12", path, test);
    const value = parseOutput(await verify(["--patches", out, "--checks", "unit"]), verifyValue);
    expect(outcomes(value)).toEqual(["v1.10.12 flag-gate unit pass"]);
    const isolation = value.evidence[0]?.place?.isolation ?? [];
    expect(isolation.map(({ privileges }) => privileges)).toEqual(
      expect.arrayContaining(["user", "network"]),
    );
    expect(isolation.flatMap(({ allowed }) => allowed)).toEqual([]);
  });

  it("starts whole agents for a trusted tree alone, and says in the evidence what they could do", async () => {
    const args = ["--ref", "v1.10.12", "--variant", "flag-gate", "--checks", "cluster"];
    const wary = parseOutput(await verify([...args, "--out", join(temp, "wary")]), verifyValue);
    expect(outcomes(wary)[0]).toMatch(/cluster could-not-run whole agents are root .* --trust-tree/);
    const trusting = await verify([...args, "--trust-tree", "--out", join(temp, "trusting")]);
    const value = parseOutput(trusting, verifyValue);
    // The image is one without what agents need, which the program in the container finds out.
    expect(outcomes(value)[0]).toMatch(
      /cluster could-not-run on the unpatched base, agents need clang, .*found none/,
    );
    const isolation = value.evidence[0]?.place?.isolation ?? [];
    const agents = isolation.find(({ privileges }) => privileges === "cluster");
    expect(agents?.allowed).toContain("change a kernel setting");
    expect(isolation.flatMap((one) => (one === agents ? [] : one.allowed))).toEqual([]);
  });

  it("leaves no container behind when it is interrupted", async () => {
    mkdirSync(join(temp, "interrupted"));
    const args = ["--ref", "v1.9.0", "--checks", "vet,build,unit", "--out", join(temp, "interrupted")];
    const run = await verify(args, { interruptAfterMs: 4_000 });
    expect(run.code).toBe(130);
    expect(docker(["ps", "--all", "--quiet", "--filter", "label=io.cilium.patchkit"])).toBe("");
  });

  it("keeps nothing but its cache volume and an empty BPF file system", () => {
    expect(docker(["ps", "--all", "--quiet", "--filter", "label=io.cilium.patchkit"])).toBe("");
    const volumes = docker(["volume", "ls", "--quiet", "--filter", "label=io.cilium.patchkit"])
      .split("\n")
      .filter(Boolean);
    const kept = /^cilium-patchkit-(cache-\w+|bpf)$/;
    expect(volumes.filter((name) => !kept.test(name))).toEqual([]);
  });
});
