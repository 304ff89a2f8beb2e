import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { emitValue } from "../../src/cli/emit-value.ts";
import { makeOrigin } from "../helpers/clone.ts";
import { parseOutput, patchkit, temporaryFolder } from "../helpers/clone-program.ts";

const temp = temporaryFolder();

it("writes what builders elsewhere need, beside the series that they take", async () => {
  const origin = await makeOrigin(temp);
  const emit = (command: string, ...args: string[]) =>
    patchkit([command, "-C", origin.dir, "--ref", "v1.10.12", "--out", join(temp, "out"), "--json", ...args]);
  const bake = await emit(
    "image",
    "--thin",
    "--emit",
    "bake",
    "--tag",
    "localhost:5000/a",
    "--set",
    "flag=enable-it",
  );
  const value = parseOutput(bake, emitValue);
  expect(value).toMatchObject({ kind: "bake", path: join(temp, "out", "docker-bake.json"), skipped: [] });
  expect(value.cells).toHaveLength(3);
  const { target } = JSON.parse(readFileSync(value.path, "utf8"));
  for (const { contexts, tags } of Object.values<{ contexts: { patches: string }; tags: string[] }>(target)) {
    expect(existsSync(join(temp, "out", contexts.patches, "series"))).toBe(true);
    expect(tags).toEqual([expect.stringMatching(/^localhost:5000\/a:v1\.10\.12-/)]);
  }

  const actions = parseOutput(await emit("verify", "--emit", "actions", "--checks", "apply"), emitValue);
  expect(readFileSync(actions.path, "utf8")).toContain("verify --engine docker --out series --checks apply");

  const message = async (...args: string[]) =>
    JSON.parse((await emit("image", ...args)).stdout).error.message;
  expect(await message("--emit", "bake")).toBe("--emit: expected --thin with it, found none");
  expect(await message("--thin", "--emit", "bake", "--source", "https://a.example/b")).toMatch(
    /ends with \.git/,
  );
  expect(await message("--thin", "--emit", "actions", "--source", "https://a.example/b.git")).toMatch(
    /expected https:\/\/github\.com\/OWNER\/NAME/,
  );
});
