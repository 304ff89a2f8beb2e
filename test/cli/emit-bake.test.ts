import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { emitValue } from "../../src/cli/emit-value.ts";
import { makeOrigin, type Origin } from "../helpers/clone.ts";
import { parseOutput, patchkit, type Run, temporaryFolder } from "../helpers/clone-program.ts";

const temp = temporaryFolder();
let origin: Origin;

beforeAll(async () => {
  origin = await makeOrigin(temp);
});

function bake(out: string, command: string, ...args: string[]): Promise<Run> {
  const common = [
    "-C",
    origin.dir,
    "--ref",
    "v1.10.12",
    "--out",
    join(temp, out),
    "--emit",
    "bake",
    "--json",
  ];
  return patchkit([command, ...common, ...args]);
}

it("makes images of verified series alone, unless told otherwise, and then writes nothing", async () => {
  const images = ["--thin", "--tag", "localhost:5000/a", "--set", "flag=enable-it"];
  const refused = await bake("images", "image", ...images);
  expect(refused.code).toBe(1);
  expect(JSON.parse(refused.stdout).error).toMatchObject({
    code: "publish/unverified",
    message: expect.stringMatching(
      /v1\.10\.12\/cidr-validation: it was not verified; v1\.10\.12\/flag-gate\+/,
    ),
  });
  expect(existsSync(join(temp, "images"))).toBe(false);

  const value = parseOutput(await bake("images", "image", ...images, "--unverified"), emitValue);
  expect(value).toMatchObject({ kind: "bake", path: join(temp, "images", "docker-bake.json"), skipped: [] });
  expect(value.cells).toHaveLength(3);
  const { target } = JSON.parse(readFileSync(value.path, "utf8"));
  const targets = Object.values<{ contexts: { patches: string }; tags: string[]; labels: object }>(target);
  for (const { contexts, tags, labels } of targets) {
    expect(existsSync(join(temp, "images", contexts.patches, "series"))).toBe(true);
    expect(tags).toEqual([expect.stringMatching(/^localhost:5000\/a:v1\.10\.12-/)]);
    expect(labels).toMatchObject({ "io.cilium.patchkit.unverified": "it was not verified" });
  }
});

it("verifies elsewhere, and brings the evidence beside the series", async () => {
  const checks = ["--checks", "apply,build", "--builder-image", "golang:{go}"];
  const { path, cells } = parseOutput(await bake("evidence", "verify", ...checks), emitValue);
  expect(cells).toHaveLength(3);
  const { target } = JSON.parse(readFileSync(path, "utf8"));
  expect(target["v1-10-12-flag-gate"].output).toEqual(["type=local,dest=./v1.10.12/flag-gate"]);
  const dockerfile = target["v1-10-12-flag-gate"]["dockerfile-inline"];
  expect(dockerfile).toMatch(/\nFROM golang:1\.19 AS verify\n/);
  expect(dockerfile).toMatch(/ --checks apply,build /);
});
