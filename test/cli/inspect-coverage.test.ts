import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { inspectCoverageValue } from "../../src/cli/inspect-coverage-value.ts";
import { generateValue } from "../../src/cli/values.ts";
import { commonRef, makeOrigin, type Origin } from "../helpers/clone.ts";
import { commitOn } from "../helpers/clone-git.ts";
import { parseOutput, patchkit, temporaryFolder } from "../helpers/clone-program.ts";

const temp = temporaryFolder();
let origin: Origin;

beforeAll(async () => {
  origin = await makeOrigin(temp, ["chart"]);
});

/** Of the last ref that is named. */
async function coverageOf(...args: readonly string[]) {
  const all = ["--coverage", "-C", origin.dir, "--ref", commonRef, "--json", ...args];
  const run = await patchkit(["inspect", ...all]);
  expect(run.code).toBe(0);
  const result = parseOutput(run, inspectCoverageValue).results.at(-1);
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

  it("leaves out the pages that a fork removed, the command reference among them", async () => {
    const pages = ["cmdref/cilium-agent.md", "helm-values.rst", "network/concepts/routing.rst"];
    const gone = pages.map((page) => [`Documentation/${page}`, null] as const);
    commitOn(origin.dir, commonRef, "pageless", Object.fromEntries(gone));
    const places = (await coverageOf("--ref", "pageless", "--set", "flag-gate.helm=always"))("flag-gate");
    expect(places.get("40-helm/values.yaml")).toBeNull();
    expect(places.get("50-docs/routing.rst")).toContain("the release has no page on routing");
    expect(places.get("40-helm/helm-values.rst")).toBe("the release has no Documentation/helm-values.rst");
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

describe("the param ci", () => {
  const path = ".github/workflows/conformance-e2e.yaml";
  const workflow = `jobs:
  e2e:
    strategy:
      matrix:
        include:
          - name: '1'
            tunnel: 'disabled'

          - name: '2'
            # One line for each.
            tunnel: 'vxlan'
            misc: 'debug.enabled=true'

          - name: '3'
            tunnel: 'vxlan'
    steps:
      - with:
          misc: \${{ matrix.misc }}
`;

  it.each([
    [
      "flag-gate",
      ["ci=true"],
      "            tunnel: 'disabled'\n+            misc: 'enableRemoteNodeRoute=false'\n",
      "ci-e2e: Set enableRemoteNodeRoute=false in a job with native routing",
    ],
    [
      "flag-gate",
      ["ci=true", "default=false"],
      "            tunnel: 'vxlan'\n+            misc: 'enableRemoteNodeRoute=true'\n",
      "ci-e2e: Set enableRemoteNodeRoute=true in a job with a tunnel",
    ],
    [
      "cidr-validation",
      ["ci=true", "opt-in=true"],
      "            tunnel: 'vxlan'\n+            misc: 'enableNodeCIDRValidation=true'\n",
      "ci-e2e: Set enableNodeCIDRValidation=true in a job with a tunnel",
    ],
  ])(
    "lets an entry of the matrix set the flag of %s (%j) in a last commit",
    async (id, params, line, subject) => {
      const branch = `matrix-${id}-${params.length}`;
      commitOn(origin.dir, commonRef, branch, { [path]: workflow });
      const out = join(temp, branch);
      const settings = [...params, "helm=always"].flatMap((one) => ["--set", one]);
      const args = ["-C", origin.dir, "--ref", branch, "--variant", id, ...settings, "--out", out, "--json"];
      const run = await patchkit(["generate", ...args]);
      const [result] = parseOutput(run, generateValue).results;
      const last = readFileSync(join(out, result?.patches.at(-1) ?? ""), "utf8");
      expect(last).toContain(line);
      expect(last.replace(/\n /g, " ")).toContain(`] ${subject}\n`);
    },
  );

  it("decides whether the file of the matrix counts as left out", async () => {
    commitOn(origin.dir, commonRef, "counted", { [path]: workflow });
    const pathsOf = async (...settings: readonly string[]) => {
      const args = ["inspect", "--coverage", "-C", origin.dir, "--ref", "counted", "--json", ...settings];
      const [result] = parseOutput(await patchkit(args), inspectCoverageValue).results;
      return result?.variants.map(({ id, places }) => {
        const found = places.filter((place) => place.path === path);
        return [id, found.map(({ reason }) => (reason === null ? "changed" : "left out"))];
      });
    };
    const left = ["left out"];
    expect(await pathsOf()).toEqual([
      ["cidr-validation", left],
      ["flag-gate", left],
      ["ipam-mode", left],
    ]);
    const settings = ["--set", "flag-gate.ci=true", "--set", "flag-gate.helm=always"];
    expect(await pathsOf(...settings)).toEqual([
      ["cidr-validation", left],
      ["flag-gate", ["changed"]],
      ["ipam-mode", left],
    ]);
  });

  it("is asked for, and needs a matrix, an entry and a value of the chart", async () => {
    const reasonOf = async (ref: string, ...settings: readonly string[]) => {
      const args = ["-C", origin.dir, "--ref", ref, "--variant", "flag-gate", "--json"];
      const run = await patchkit([
        "inspect",
        "--coverage",
        ...args,
        ...settings.flatMap((one) => ["--set", one]),
      ]);
      const result = parseOutput(run, inspectCoverageValue).results.at(-1);
      return result?.variants[0]?.places.find(({ place }) => place === "60-ci/matrix.yaml")?.reason;
    };
    commitOn(origin.dir, commonRef, "whole", { [path]: workflow });
    commitOn(origin.dir, commonRef, "bare", { [path]: workflow.replace("'disabled'", "'geneve'") });
    expect(await reasonOf("whole")).toContain("with the param ci=true");
    expect(await reasonOf(commonRef, "ci=true")).toContain("no matrix of end-to-end tests");
    expect(await reasonOf("bare", "ci=true", "helm=always")).toContain(
      "has native routing and the usual keys alone",
    );
    expect(await reasonOf("whole", "ci=true", "helm=never")).toBe("the param helm is never");
  });
});
