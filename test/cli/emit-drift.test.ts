import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { parse } from "yaml";
import { emitValue } from "../../src/cli/emit-value.ts";
import { makeOrigin, type Origin } from "../helpers/clone.ts";
import { git } from "../helpers/clone-git.ts";
import { parseOutput, patchkit, type Run, temporaryFolder } from "../helpers/clone-program.ts";

const temp = temporaryFolder();
let origin: Origin;

beforeAll(async () => {
  origin = await makeOrigin(temp);
  git(origin.dir, ["branch", "line", "v1.10.12^{commit}"]);
});

function emit(until: string, ...args: string[]): Promise<Run> {
  const ends = ["--drift", "--since", "v1.10.12", "--until", until];
  const out = ["--emit", "actions", "--out", join(temp, "workflow"), "--json"];
  return patchkit(["inspect", "-C", origin.dir, ...ends, ...out, ...args]);
}

it("writes the workflow that follows a branch from a commit on", async () => {
  const { path } = parseOutput(await emit("line"), emitValue);
  expect(path).toBe(join(temp, "workflow", "patchkit-drift.yml"));
  const { env, steps } = parse(readFileSync(path, "utf8")).jobs.drift;
  expect(env).toEqual({ SINCE: git(origin.dir, ["rev-parse", "v1.10.12^{commit}"]).trim() });
  expect(steps[0].with).toMatchObject({ repository: "cilium/cilium", ref: "line" });
});

it("refuses what never changes, and what the workflow does not have", async () => {
  const message = async (run: Promise<Run>) => JSON.parse((await run).stdout).error.message;
  expect(await message(emit("v1.10.12"))).toBe(
    '--until: expected a branch, which a scheduled run can follow, found "v1.10.12"',
  );
  expect(await message(emit("line", "--templates", temp))).toBe("--templates cannot be used with --emit");
  expect(await message(emit("line", "--source", "https://a.example/b.git"))).toMatch(/^--source: /);
  const bare = patchkit(["inspect", "-C", origin.dir, "--emit", "actions", "--json"]);
  expect(await message(bare)).toBe("--emit has no effect without --drift");
});
