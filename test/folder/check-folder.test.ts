import { symlink } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { checkFolders } from "../../src/folder/check-folder.ts";
import { digestOf } from "../../src/series/index.ts";
import { failureOf } from "../helpers/failure.ts";
import { makeFolder } from "../helpers/folder.ts";
import { makeSeries } from "../helpers/series.ts";

const series = makeSeries();
const { folder } = series;
const [first = "", second = ""] = series.commits.map(({ patchName }) => `${folder}/${patchName}`);
const rendered = { [first]: "patch 1\n", [second]: "patch 2\n" };

/** How patches on disk differ from the rendered ones. @param recorded what series.json says of the patches. */
async function stateOf(onDisk: Readonly<Record<string, string>>, recorded?: readonly string[]) {
  const record: Record<string, string> =
    recorded === undefined
      ? {}
      : { [`${folder}/series.json`]: JSON.stringify({ digest: digestOf(recorded) }) };
  const out = await makeFolder({ ...onDisk, ...record });
  const [checked] = await checkFolders(out, [series]);
  expect(checked?.folder).toBe(folder);
  return Object.fromEntries(checked?.files.map(({ path, state }) => [path, state]) ?? []);
}

it("finds nothing in patches that are the rendered ones, and each one of a folder that is not there", async () => {
  expect(await stateOf(rendered)).toEqual({});
  expect(await stateOf({})).toEqual({ [first]: "missing", [second]: "missing" });
});

it("tells a patch that another version rendered from one that somebody edited", async () => {
  const old = { ...rendered, [second]: "older\n" };
  expect(await stateOf(old, ["patch 1\n", "older\n"])).toEqual({ [second]: "stale" });
  expect(await stateOf(old, ["patch 1\n", "patch 2\n"])).toEqual({ [second]: "edited" });
  expect(await stateOf(old)).toEqual({ [second]: "edited" });
});

it("names patches that are not rendered any more, and no other files", async () => {
  const more = { [`${folder}/0003-more.patch`]: "x\n", [`${folder}/notes.txt`]: "x\n" };
  expect(await stateOf({ ...rendered, ...more })).toEqual({ [`${folder}/0003-more.patch`]: "extra" });
});

it("does not read through a link, to a patch or to a folder", async () => {
  const out = await makeFolder({ elsewhere: "patch 1\n", [second]: "patch 2\n" });
  await symlink(join(out, "elsewhere"), join(out, first));
  expect((await checkFolders(out, [series]))[0]?.files).toEqual([{ path: first, state: "edited" }]);
  const linked = await makeFolder({ "real/flag-gate/x": "" });
  await symlink(join(linked, "real"), join(linked, "v1.10.12"));
  expect((await failureOf(() => checkFolders(linked, [series]))).code).toBe("environment/not-writable");
});
