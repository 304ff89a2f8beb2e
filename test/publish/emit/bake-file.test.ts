import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { bakeFile } from "../../../src/publish/emit/bake-file.ts";
import { makeFolder } from "../../helpers/folder.ts";
import { builderEnvironment, hasProgram } from "../../helpers/remote-builder.ts";

const odd = "feature/${x}%{y}'\"`$(z)";
const cell = {
  ref: odd,
  sha: "1".repeat(40),
  slug: "v1",
  variant: "flag-gate",
  set: [],
  folder: "v1/flag-gate",
  dockerfile: "FROM a\n",
  result: { kind: "image" as const, tag: "a:1", labels: { ref: odd } },
};
const settings = { source: "https://a.example/b.git", platform: "linux/amd64,linux/arm64", attests: true };

it("has a target per cell: the base from git, the series from the folder beside it", () => {
  const file = JSON.parse(bakeFile([cell, { ...cell, folder: "v2/flag-gate" }], settings));
  expect(file.group.default.targets).toEqual(["v1-flag-gate", "v2-flag-gate"]);
  expect(file.target["v1-flag-gate"]).toEqual({
    context: `https://a.example/b.git#${"1".repeat(40)}`,
    contexts: { patches: "./v1/flag-gate" },
    "dockerfile-inline": "FROM a\n",
    labels: { ref: "feature/$${x}%%{y}'\"`$(z)" },
    tags: ["a:1"],
    platforms: ["linux/amd64", "linux/arm64"],
    attest: ["type=sbom", "type=provenance,mode=max"],
  });
});

it("fetches the commit, too, and writes evidence beside the series", () => {
  const evidence = { ...cell, result: { kind: "evidence" as const } };
  const file = JSON.parse(bakeFile([evidence], { ...settings, platform: null }));
  expect(file.target["v1-flag-gate"]).toEqual({
    context: `https://a.example/b.git#${"1".repeat(40)}`,
    contexts: { patches: "./v1/flag-gate" },
    "dockerfile-inline": "FROM a\n",
    args: { BUILDKIT_CONTEXT_KEEP_GIT_DIR: "1" },
    output: ["type=local,dest=./v1/flag-gate"],
  });
});

it.skipIf(!hasProgram("buildx"))(
  "is read by bake as it was meant (skipped without the program buildx)",
  async () => {
    const folder = await makeFolder();
    writeFileSync(join(folder, "docker-bake.json"), bakeFile([cell], settings));
    const args = ["bake", "--file", "docker-bake.json", "--print"];
    const { stdout, stderr } = spawnSync("buildx", args, {
      cwd: folder,
      encoding: "utf8",
      env: builderEnvironment,
    });
    expect(stdout, stderr).not.toBe("");
    // It prints what it has read in the form of a bake file again, quoted anew.
    expect(JSON.parse(stdout).target["v1-flag-gate"].labels).toEqual({ ref: "feature/$${x}%%{y}'\"`$(z)" });
  },
);
