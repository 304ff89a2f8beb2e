import { spawnSync } from "node:child_process";
import { cpSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { packageRoot } from "../../src/host/assets.ts";
import { git } from "../helpers/clone-git.ts";
import { patchkit, temporaryFolder } from "../helpers/clone-program.ts";
import { readSeries, touchedPaths } from "../helpers/clone-series.ts";
import { hasGo } from "../helpers/machine.ts";

const temp = temporaryFolder();
const tree = join(temp, "tree");
const out = join(temp, "out");
const folder = join(out, "main/assigned-only");
const packages = ["pkg/node/store", "pkg/nodediscovery"];

beforeAll(async () => {
  cpSync(join(packageRoot, "test/fixtures/announced-cidrs"), tree, { recursive: true });
  git(tree, ["init", "-q", "."]);
  git(tree, ["add", "-A"]);
  git(tree, ["commit", "-q", "-m", "A tree of the shape of v1.12"]);
  const run = await patchkit([
    "generate",
    "-C",
    tree,
    "--ref",
    "main",
    "--proposal",
    "announced-cidrs",
    "--out",
    out,
  ]);
  expect(run).toMatchObject({ code: 0, stderr: "" });
});

describe("the series that announces assigned CIDRs only", () => {
  it("has its tests, and changes the two places that announce", () => {
    const series = readSeries(folder);
    expect(series.untested).toBe("");
    expect(touchedPaths(series)).toEqual(
      packages.flatMap((name) => {
        const file = name.endsWith("store") ? "store" : "nodediscovery";
        return [`${name}/${file}.go`, `${name}/${file}_test.go`];
      }),
    );
  });

  it("is no answer for a tree whose modes nobody knows, nor for one that announces no range of its own", async () => {
    const changed = (file: string, from: string, to: string) => {
      git(tree, ["checkout", "-q", "-B", "changed", "main"]);
      const result = spawnSync("sed", ["-i", `s/${from}/${to}/`, join(tree, file)]);
      expect(result.status).toBe(0);
      git(tree, ["commit", "-q", "-a", "-m", to]);
      return patchkit([
        "generate",
        "-C",
        tree,
        "--ref",
        "changed",
        "--variant",
        "assigned-only",
        "--dry-run",
      ]);
    };
    const unknown = await changed("pkg/ipam/option/option.go", '"eni"', '"multi-pool"');
    expect(unknown.code).toBe(1);
    expect(unknown.stdout).toContain("found multi-pool");
    const silent = await changed(
      "pkg/nodediscovery/nodediscovery.go",
      "node.GetIPv4AllocRange()",
      "n.podCIDR()",
    );
    expect(silent.code).toBe(0);
    expect(silent.stdout).toContain("not-applicable");
    git(tree, ["checkout", "-q", "main"]);
  });

  it("is chosen by its name only", async () => {
    const run = await patchkit(["generate", "-C", tree, "--ref", "main", "--dry-run", "--json"]);
    const found = JSON.parse(run.stdout) as { results: { variant: string }[] };
    expect(found.results.map(({ variant }) => variant)).not.toContain("assigned-only");
  });

  it.skipIf(!hasGo)(
    "adds tests that fail on the base and pass with it (skipped without Go)",
    () => {
      git(tree, ["checkout", "-q", "-B", "patched", "main"]);
      git(tree, ["am", "-q", ...readSeries(folder).patchPaths]);
      const test = () => {
        const found = spawnSync("go", ["test", ...packages.map((name) => `./${name}`)], {
          cwd: tree,
          encoding: "utf8",
          env: { ...process.env, GOFLAGS: "-mod=vendor", GOPROXY: "off" },
        });
        return `${found.stdout}${found.stderr}`;
      };
      expect(test()).not.toMatch(/FAIL/);
      git(tree, [
        "checkout",
        "-q",
        "main",
        "--",
        ...packages.map((name) => `${name}/${name.split("/").at(-1)}.go`),
      ]);
      const onBase = test();
      expect(onBase).toContain("--- FAIL: TestUpdateLocalKeySyncPodCIDRs");
      expect(onBase).toContain("--- FAIL: TestMutateNodeResourcePodCIDRs");
    },
    300_000,
  );
});
