import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { bundleValue } from "../../src/cli/bundle-value.ts";
import { configName } from "../../src/cli/config-file.ts";
import { discussValue } from "../../src/cli/discuss-value.ts";
import { fetchValue } from "../../src/cli/fetch-value.ts";
import { imageValue } from "../../src/cli/image-value.ts";
import { prValue } from "../../src/cli/pr-value.ts";
import { packageRoot } from "../../src/host/assets.ts";
import { parseOutput, patchkit, type Run, temporaryFolder } from "../helpers/clone-program.ts";
import { fakeDocker } from "../helpers/fake-docker.ts";
import { addThread } from "../helpers/github/people.ts";
import {
  author,
  callOf,
  makePullSetting,
  newest,
  old,
  type PullSetting,
  servePulls,
} from "../helpers/pull-setting.ts";

const temp = temporaryFolder();
const own = join(temp, "own");
const settings = {
  out: "../series",
  identity: author,
  variants: ["flag-gate"],
  set: { "flag-gate": { default: false } },
};
let setting: PullSetting;

beforeAll(async () => {
  setting = await makePullSetting(temp);
  await mkdir(own);
  await writeFile(join(own, configName), JSON.stringify(settings));
});

/** Runs a command in the folder that has the configuration. */
function configured(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Run> {
  return patchkit([...args, "--json"], { cwd: own, env });
}

it("image takes variant, params, identity and the folder of the evidence from the configuration", async () => {
  const docker = fakeDocker(temp);
  const way = ["--thin", "--builder-image", "golang:1.19", "--unverified", "--dry-run"];
  const args = ["image", "-C", setting.clone, "--ref", old, ...way];
  const env = { PATCHKIT_DOCKER: docker.program };
  const { plan } = parseOutput(await configured(args, env), imageValue);
  expect(plan).toMatchObject({ variant: "flag-gate", params: { default: false }, identity: author });
  const other = [...args, "--variant", "cidr-validation", "--identity", "Joe Bloggs <joe@example.org>"];
  const typed = parseOutput(await configured(other, env), imageValue).plan;
  expect(typed).toMatchObject({ variant: "cidr-validation", identity: "Joe Bloggs <joe@example.org>" });
});

it("image writes the file for builders elsewhere beside the configured series", async () => {
  const args = ["image", "-C", setting.clone, "--ref", old, "--thin", "--emit", "actions"];
  const { path, cells } = JSON.parse((await configured(args)).stdout);
  expect([path, cells.map(({ variant }: { variant: string }) => variant)]).toEqual([
    join(setting.out, "patchkit-image.yml"),
    ["flag-gate"],
  ]);
});

it("bundle reads the configured folder, and fetch writes to it", async () => {
  const bundle = ["bundle", "--ref", old, "--variant", "cidr-validation", "--unverified"];
  const { out, zip } = parseOutput(await configured(bundle), bundleValue);
  expect(out).toBe(setting.out);
  const { to, series } = parseOutput(await configured(["fetch", zip.path]), fetchValue);
  expect([to, series.map(({ state }) => state)]).toEqual([setting.out, ["unchanged"]]);
  const elsewhere = parseOutput(await configured(["fetch", zip.path, "--to", "here"]), fetchValue);
  expect([elsewhere.to, await readdir(join(own, "here"))]).toEqual([join(own, "here"), expect.anything()]);
});

it("bundle says of a variant outside the package what the configured templates say", async () => {
  const folder = join(temp, "outside");
  await mkdir(folder);
  const templates = [join(packageRoot, "test/fixtures/templates-outside")];
  await writeFile(join(folder, configName), JSON.stringify({ templates, variants: ["startup-summary"] }));
  const inFolder = (args: readonly string[]) => patchkit(args, { cwd: folder });
  expect(await inFolder(["generate", "-C", setting.clone, "--ref", old])).toMatchObject({ code: 0 });
  expect(await inFolder(["bundle", "--unverified"])).toMatchObject({ code: 0 });
  const report = await readFile(join(folder, "bundle", `patchkit-${old}`, "report.md"), "utf8");
  const spec = await readFile(join(templates[0] ?? "", "node-routes/startup-summary/variant.json"), "utf8");
  expect(report).toContain(JSON.parse(spec).doesNotFix);
});

it("pr and discuss read the configured folder, and pr signs with the configured identity", async () => {
  const { github, account, upstream } = await servePulls(setting, join(temp, "served"));
  const { env } = callOf(setting, github, account);
  const common = ["--ref", newest, "--variant", "flag-gate", "--unverified", "--dry-run"];
  const api = ["--api-url", github.apiUrl];
  const pr = ["pr", "-C", setting.clone, "--upstream", "project/tool", ...common, ...api];
  expect(parseOutput(await configured(pr, env), prValue).plan.refused).toEqual([]);
  const thread = addThread(github, upstream, "issue", "routes");
  const discuss = ["discuss", `${github.url}/project/tool/issues/${thread.number}`, ...common, ...api];
  const { plan } = parseOutput(await configured(discuss, env), discussValue);
  expect(plan.text).toContain("flag-gate");
});
