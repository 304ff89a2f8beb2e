import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { inspectCoverageValue } from "../../src/cli/inspect-coverage-value.ts";
import { commonRef, makeOrigin, type Origin } from "../helpers/clone.ts";
import { parseOutput, patchkit, temporaryFolder } from "../helpers/clone-program.ts";

const temp = temporaryFolder();
let origin: Origin;

beforeAll(async () => {
  origin = await makeOrigin(temp, ["chart"]);
});

async function coverageOf(...args: readonly string[]) {
  const all = ["--coverage", "-C", origin.dir, "--ref", commonRef, "--json", ...args];
  const run = await patchkit(["inspect", ...all]);
  expect(run.code).toBe(0);
  const [result] = parseOutput(run, inspectCoverageValue).results;
  return (id: string) => {
    const places = result?.variants.find((one) => one.id === id)?.places ?? [];
    return new Map(places.map(({ place, path, reason }) => [place || path, reason]));
  };
}

describe("inspect --coverage", () => {
  it("says which places a series changes, and why it leaves the others", async () => {
    const places = (await coverageOf("--set", "flag-gate.helm=always"))("flag-gate");
    const changed = [
      "config-map.yaml",
      "helm-values.rst",
      "readme.md",
      "schema.json",
      "values-template.yaml",
      "values.yaml",
    ];
    for (const name of changed) expect([name, places.get(`40-helm/${name}`)]).toEqual([name, null]);
    expect([places.get("50-docs/upgrade.rst"), places.get("50-docs/routing.rst")]).toEqual([null, null]);
    expect(places.get("40-helm/quick-install.yaml")).toBe(
      "the release has no install/kubernetes/quick-install.yaml",
    );
    expect(places.get("40-helm/spelling.txt")).toContain("exempts the names of values");
    expect(places.get("CODEOWNERS")).toBe("the series adds no package");
    expect(places.has("Documentation/cmdref/cilium-agent_hive.md")).toBe(false);
  });

  it("names the custom of a release whose chart sets few flags", async () => {
    const places = (await coverageOf("--variant", "flag-gate"))("flag-gate");
    expect(places.get("40-helm/values.yaml")).toMatch(
      /^not the custom of the release, whose chart sets \d of \d boolean/,
    );
    expect(places.get("50-docs/routing.rst")).toBeNull();
  });

  it("refuses params without it", async () => {
    const run = await patchkit(["inspect", "-C", origin.dir, "--set", "helm=always"]);
    expect([run.code, run.stderr]).toEqual([
      2,
      expect.stringContaining("--set has no effect without --coverage"),
    ]);
  });
});

it("generate brings the chart and the documents in commits of their own, and --opt-in does so for cidr-validation", async () => {
  const out = join(temp, "out");
  const settings = ["flag-gate.helm=always", "opt-in=true", "cidr-validation.helm=always"].flatMap((one) => [
    "--set",
    one,
  ]);
  const run = await patchkit([
    "generate",
    "-C",
    origin.dir,
    "--ref",
    commonRef,
    "--out",
    out,
    ...settings,
    "--json",
  ]);
  expect(run.code).toBe(0);
  const { results } = JSON.parse(run.stdout) as { results: { variant: string; patches: string[] }[] };
  const patches = (id: string) => results.find(({ variant }) => variant === id)?.patches ?? [];
  for (const [id, flag] of [
    ["flag-gate", "enable-remote-node-route"],
    ["cidr-validation", "enable-node-cidr-validation"],
  ] as const) {
    const [helm = "", docs = ""] = patches(id)
      .slice(-2)
      .map((path) => readFileSync(join(out, path), "utf8"));
    expect(helm).toContain(`+  ${flag}: {{ .Values.`);
    expect(docs).toContain(`+* \`\`${flag}\`\`: `);
    expect(`${helm}${docs}`).not.toContain(".go\n");
  }
  const notes = patches("ipam-mode")
    .slice(-1)
    .map((path) => readFileSync(join(out, path), "utf8"));
  expect(notes[0]).toContain("+* In tunnel mode, agents without a cluster ID");
});
