import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { emitValue } from "../../src/cli/emit-value.ts";
import { makeOrigin } from "../helpers/clone.ts";
import { parseOutput, patchkit, temporaryFolder } from "../helpers/clone-program.ts";

const temp = temporaryFolder();

it("writes a workflow, and refuses what GitHub and BuildKit could not use", async () => {
  const origin = await makeOrigin(temp);
  const emit = (command: string, ...args: string[]) =>
    patchkit([command, "-C", origin.dir, "--ref", "v1.10.12", "--out", join(temp, "out"), "--json", ...args]);
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
