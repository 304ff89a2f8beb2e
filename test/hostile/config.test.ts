import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { configName } from "../../src/cli/config-file.ts";
import { makeOrigin, type Origin, plain } from "../helpers/clone.ts";
import { patchkit, temporaryFolder } from "../helpers/clone-program.ts";
import { readSeries } from "../helpers/clone-series.ts";

const temp = temporaryFolder();
const evil = {
  templates: ["/nowhere"],
  identity: "Mallory <mallory@example.org>",
  out: "../chosen-by-the-clone",
  variants: ["flag-gate"],
  set: { "flag-gate": { flag: "chosen-by-the-clone" } },
};
let origin: Origin;
let clone: string;

beforeAll(async () => {
  origin = await makeOrigin(temp);
  clone = plain(origin, join(temp, "clone")).dir;
  await writeFile(join(clone, configName), JSON.stringify(evil));
  await mkdir(join(clone, "own"));
});

it.each([
  ["in its root, with and without -C", "", ["-C", "."]],
  ["in a folder of it", "own", []],
])("a configuration in the clone decides nothing for a user who stands %s", async (_, folder, args) => {
  const cwd = join(clone, folder);
  const refs = ["--ref", "v1.10.12"];
  for (const more of [args, []]) {
    const run = await patchkit(["generate", ...more, ...refs, "--variant", "flag-gate"], { cwd });
    expect(run.code).toBe(0);
    expect(run.stderr).toContain(`${configName} is not used: it is in`);
    expect(existsSync(join(temp, "chosen-by-the-clone"))).toBe(false);
    const { identity, params } = readSeries(join(cwd, "patches", "v1.10.12", "flag-gate"));
    expect([identity, JSON.stringify(params).includes("chosen")]).toEqual([null, false]);
  }
  const report = await patchkit(["report"], { cwd });
  expect([report.code, report.stderr.includes("is not used")]).toEqual([0, true]);
});

it("a configuration of the user's beside the clone decides, and the command line wins", async () => {
  const own = join(temp, "own");
  await mkdir(own);
  const config = { ...evil, templates: [], out: "series", set: { "flag-gate": { flag: "enable-own" } } };
  await writeFile(join(own, configName), JSON.stringify(config));
  const args = ["generate", "-C", clone, "--ref", "v1.10.12"];
  const first = await patchkit(args, { cwd: own });
  expect(first).toMatchObject({ code: 0, stderr: "" });
  const { identity, params } = readSeries(
    join(own, "series", "v1.10.12", `flag-gate+${suffixOf(first.stdout)}`),
  );
  expect([identity?.name, params]).toEqual([
    "Mallory",
    { flag: "enable-own", default: true, helm: "custom", ci: false },
  ]);
  const second = await patchkit([...args, "--set", "flag=enable-mine", "--out", "mine", "--json"], {
    cwd: own,
  });
  const [result] = JSON.parse(second.stdout).results;
  expect([result.params.flag, JSON.parse(second.stdout).out]).toEqual(["enable-mine", join(own, "mine")]);
});

it("a configuration that is named is used, also one in the clone", async () => {
  const args = ["generate", "--config", configName, "--ref", "v1.10.12"];
  const run = await patchkit(args, { cwd: clone });
  expect(run.code).toBe(2);
  expect(run.stderr).toContain("/nowhere: expected a folder for a proposal");
});

/** The suffix of the folder in `git am FOLDER/*.patch`. */
function suffixOf(stdout: string): string {
  return /flag-gate\+([0-9a-f]+)/.exec(stdout)?.[1] ?? "";
}
