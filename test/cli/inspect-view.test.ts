import { beforeAll, describe, expect, it } from "vitest";
import { inspectViewValue } from "../../src/cli/inspect-view-value.ts";
import { commonRef, handlerPath, makeOrigin, type Origin } from "../helpers/clone.ts";
import { parseOutput, patchkit, temporaryFolder } from "../helpers/clone-program.ts";

const temp = temporaryFolder();
let origin: Origin;

beforeAll(async () => {
  origin = await makeOrigin(temp);
});

function inspect(...args: readonly string[]) {
  return patchkit(["inspect", "-C", origin.dir, ...args]);
}

describe("inspect --view", () => {
  it("gives each name its value, its meaning, and where it comes from", async () => {
    const run = await inspect("--ref", commonRef, "--view", "--variant", "cidr-validation", "--json");
    expect(run.code).toBe(0);
    const [result] = parseOutput(run, inspectViewValue).results;
    const [variant] = result?.variants ?? [];
    expect([result?.variants.length, variant?.id]).toEqual([1, "cidr-validation"]);
    const named = (name: string) => variant?.names.find((one) => one.name === name);
    expect(named("optIn")).toEqual({
      name: "optIn",
      origin: "param",
      meaning: expect.stringContaining("--enable-node-cidr-validation"),
      facts: [],
      missing: null,
      value: false,
    });
    expect(named("isLocalNode")).toMatchObject({
      origin: "fact",
      meaning: expect.stringMatching(/^Whether .*\.$/),
      facts: [{ name: "isLocalNode", path: handlerPath, line: expect.any(Number) }],
    });
    expect(named("remoteArgument")).toMatchObject({ origin: "derived", facts: [{ name: "isLocalNode" }] });
    expect(named("flagRegistration.path")?.value).toBe("daemon/cmd/daemon_main.go");
    expect(variant?.names.filter(({ meaning }) => meaning === "")).toEqual([]);
    const names = variant?.names.map(({ name }) => name) ?? [];
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  it("shows what the variants share once, and what is each one's own", async () => {
    const { code, stdout } = await inspect("--ref", commonRef, "--view");
    expect(code).toBe(0);
    expect(stdout.match(/^ {2}isLocalNode: /gm)).toHaveLength(1);
    expect(stdout.match(/^ {2}purpose: /gm)).toHaveLength(3);
    expect(stdout).toMatch(/^ipam-mode\n/m);
  });

  it("ends with 2 for a ref or a variant that there is none of, and for --variant alone", async () => {
    for (const args of [
      ["--ref", "no-such-ref", "--view"],
      ["--view", "--variant", "no-such"],
      ["--variant", "ipam-mode"],
    ])
      expect([args, (await inspect(...args)).code]).toEqual([args, 2]);
  });
});
