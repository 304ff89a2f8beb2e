import { execFileSync, spawnSync } from "node:child_process";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { type VerifyValue, verifyValue } from "../../src/cli/values.ts";
import { makeOrigin, type Origin } from "../helpers/clone.ts";
import { parseOutput, patchkit, temporaryFolder } from "../helpers/clone-program.ts";
import { hostileTest } from "../helpers/hostile-test.ts";
import { plantedSeries } from "../helpers/planted-series.ts";

const image = process.env["PATCHKIT_PODMAN_IMAGE"];
const client = process.env["PATCHKIT_PODMAN"] ?? "podman";
const isThere = image !== undefined && spawnSync(client, ["version"]).status === 0;
const temp = temporaryFolder();
let origin: Origin;

beforeAll(async () => {
  origin = await makeOrigin(temp);
});

let place: VerifyValue["evidence"][number]["place"] | undefined;

async function verify(
  args: readonly string[],
  refs: readonly string[] = ["--ref", "v1.10.12"],
): Promise<string[]> {
  const common = ["verify", "-C", origin.dir, "--engine", "podman", "--builder-image", image ?? "", "--json"];
  const run = await patchkit([...common, "--cache", join(temp, "cache"), ...refs, ...args], {
    env: { PATCHKIT_PODMAN: client },
  });
  const { evidence } = parseOutput(run, verifyValue);
  place = evidence[0]?.place;
  return evidence.flatMap(({ variant, place, checks }) =>
    checks.map(({ check, outcome, reason }) =>
      `${place?.engine} ${variant} ${check} ${outcome} ${reason ?? ""}`.trim(),
    ),
  );
}

describe.skipIf(!isThere)("verify in podman (skipped without podman and PATCHKIT_PODMAN_IMAGE)", () => {
  it("runs what needs privileges, and a second time finds its cache volume", async () => {
    // Docker's test runs the others, too; the sample tree brings no linters of its own.
    const all = ["apply", "unit", "cmdref", "scenario", "traffic", "bite"];
    const wanted = ["--variant", "ipam-mode", "--checks", all.join(",")];
    const first = await verify([...wanted, "--out", join(temp, "first")]);
    expect(first).toEqual(all.map((check) => `podman ipam-mode ${check} pass`));
    const args = ["--variant", "flag-gate", "--checks", "fmt,build", "--out", join(temp, "second")];
    expect(await verify(args)).toEqual(["podman flag-gate fmt pass", "podman flag-gate build pass"]);
  });

  it("confines a hostile test, also where it has BPF", async () => {
    const path = "pkg/datapath/linux/hostile_test.go";
    const isolation = place?.isolation ?? [];
    expect(isolation.map(({ privileges }) => privileges)).toEqual(["user", "network", "bpf"]);
    expect(isolation.flatMap(({ allowed }) => allowed)).toEqual([]);
    const test = () => hostileTest([join(temp, "cache"), temp], process.pid, true);
    const out = await plantedSeries(origin, join(temp, "hostile"), "v1.10.12", path, test);
    expect(await verify(["--patches", out, "--checks", "unit"], [])).toEqual(["podman flag-gate unit pass"]);
  });

  it("builds the agent from an archive of the tree", async () => {
    const args = [
      "--variant",
      "flag-gate",
      "--checks",
      "build",
      "--via",
      "build",
      "--out",
      join(temp, "via"),
    ];
    expect(await verify(args)).toEqual(["podman flag-gate build pass"]);
  });

  it("leaves no container behind", () => {
    const args = ["ps", "--all", "--quiet", "--filter", "label=io.cilium.patchkit"];
    expect(execFileSync(client, args).toString()).toBe("");
  });
});
