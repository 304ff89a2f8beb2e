import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { imageValue } from "../../src/cli/image-value.ts";
import { makeOrigin, type Origin } from "../helpers/clone.ts";
import { parseOutput, patchkit, type Run, temporaryFolder } from "../helpers/clone-program.ts";
import { fakeDocker } from "../helpers/fake-docker.ts";

const temp = temporaryFolder();
let origin: Origin;

beforeAll(async () => {
  origin = await makeOrigin(temp);
});

/** Without an engine only `apply` can run: what the other checks find is for the tests of `verify`. */
function bundle(name: string, args: readonly string[]): Promise<Run> {
  const folders = ["--out", join(temp, name, "series"), "--to", join(temp, name, "bundles")];
  return patchkit(["bundle", ...folders, ...args], {
    env: { PATCHKIT_DOCKER: "/nonexistent", XDG_CACHE_HOME: join(temp, "cache") },
  });
}

it("renders and verifies what is handed over, and nothing else of the folder is", async () => {
  const first = ["-C", origin.dir, "--verify", "docker", "--ref"];
  const both = await bundle("one", [...first, "v1.10.12", "--variant", "flag-gate,cidr-validation"]);
  expect([both.code, both.stdout]).toEqual([0, expect.stringContaining("2 series")]);
  const identity = ["--identity", "Jane Doe <jane@example.org>"];
  const gated = ["--variant", "cidr-validation", "--set", "opt-in=true"];
  const one = await bundle("one", [...first, "v1.10.12^{}", ...gated, ...identity]);
  expect([one.code, one.stdout]).toEqual([0, expect.stringContaining("1 series")]);
  const [folder = ""] = /\S+(?=: 1 series)/.exec(one.stdout) ?? [];
  const text = readFileSync(join(folder, "post.md"), "utf8");
  expect(text).toMatch(/opt-in[\s\S]*could not run/);
  expect(one.stderr).toContain("apply  pass");
});

it("verifies what is built, so that its labels name no doubt", async () => {
  const docker = fakeDocker(temp);
  const thin = ["--thin", "--builder-image", "golang:1.19", "--dry-run", "--json"];
  const what = [
    "-C",
    origin.dir,
    "--ref",
    "v1.10.12",
    "--variant",
    "flag-gate",
    "--out",
    join(temp, "image"),
  ];
  const env = { PATCHKIT_DOCKER: docker.program, PATCHKIT_PODMAN: "/nonexistent", XDG_CACHE_HOME: temp };
  expect((await patchkit(["image", ...what, ...thin], { env })).stdout).toContain("publish/unverified");
  const run = await patchkit(["image", ...what, ...thin, "--verify", "podman"], { env });
  expect(parseOutput(run, imageValue)).toMatchObject({ status: "planned", plan: { doubts: [] } });
});

it("says why there is nothing to hand over, and names what it does not take", async () => {
  const first = ["-C", origin.dir, "--verify", "docker"];
  const refused = await bundle("two", [
    ...first,
    "--ref",
    "v1.10.12",
    "--variant",
    "ipam-mode+cidr-validation",
  ]);
  expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining("expected a series to verify")]);
  const words = async (args: readonly string[]) => (await bundle("two", args)).stderr;
  expect(await words(first)).toContain("--verify: expected --ref with it, found none");
  expect(await words(["--set", "a=b"])).toContain("--set has no effect without --verify");
  expect(await words(["-C", origin.dir])).toContain("-C has no effect without --verify");
});

it("renders nothing where what comes after it is known not to work", async () => {
  const out = join(temp, "three");
  const first = ["-C", origin.dir, "--verify", "docker", "--variant", "flag-gate", "--out", out];
  const thread = "https://github.com/cilium/cilium/issues/1";
  const discuss = await patchkit(["discuss", thread, ...first, "--ref", "v1.10.12"]);
  expect([discuss.code, discuss.stderr]).toEqual([2, expect.stringContaining("environment/no-token")]);
  const image = await patchkit(["image", ...first, "--ref", "v1.1*"]);
  expect([image.code, image.stderr]).toEqual([2, expect.stringContaining("found the pattern v1.1*")]);
  expect(existsSync(out)).toBe(false);
});
