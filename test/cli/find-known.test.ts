import { rm } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { findKnown } from "../../src/cli/find-known.ts";
import type { SeriesRequest } from "../../src/cli/render-series.ts";
import { PatchkitError } from "../../src/errors.ts";
import { openOutputFolder, writeSeries } from "../../src/folder/index.ts";
import { openGit } from "../../src/host/git.ts";
import { stackOf, type Variant } from "../../src/plan/index.ts";
import { makeFolder } from "../helpers/folder.ts";
import { makeSeries } from "../helpers/series.ts";

const versions = { tool: "0.1.0", templates: "e".repeat(64) };
const params = [{ name: "flag", type: "flag", default: "enable-x", meaning: "" }];
const stack = stackOf([{ spec: { id: "one", params } } as unknown as Variant]);
const ref = { ref: "v1.10.12", sha: "0".repeat(40), slug: "v1.10.12" };
const anew = { fresh: false, diff: false };

/** An output folder with one series in it, which an earlier run may have remembered. */
async function setUp(isRemembered = true) {
  const [out, cache] = [await makeFolder(), await makeFolder()];
  const session = { signal: new AbortController().signal, env: { XDG_CACHE_HOME: cache }, cwd: out };
  const git = openGit({ env: process.env, signal: session.signal });
  const series = makeSeries({ variant: "one", folder: "v1.10.12/one", params: { flag: "enable-x" } });
  await writeSeries(await openOutputFolder(git, out, versions), [series]);
  const find = async (changed: Partial<SeriesRequest> = {}, how: Partial<typeof anew> = {}) => {
    const request = { refs: [ref], stacks: [stack], params: new Map(), identity: undefined, ...changed };
    const known = await findKnown(session, request, out, versions, { ...anew, ...how });
    return { rows: known.rows, remember: () => known.remember(series) };
  };
  if (isRemembered) await (await find()).remember();
  return { find, out };
}

it("finds nothing of what this user's runs did not write, and then what they did", async () => {
  const { find } = await setUp(false);
  const { rows, remember } = await find();
  expect(rows).toEqual([]);
  await remember();
  expect((await find()).rows).toMatchObject([
    {
      ref: "v1.10.12",
      variant: "one",
      params: { flag: "enable-x" },
      status: "generated",
      kept: true,
      patches: ["v1.10.12/one/0001-subject-1.patch", "v1.10.12/one/0002-subject-2.patch"],
    },
  ]);
});

it("looks for the folder that the params have, and for the commit of now", async () => {
  const { find } = await setUp();
  expect((await find({ params: new Map([["one", { flag: "enable-y" }]]) })).rows).toEqual([]);
  expect((await find({ params: new Map([["one", { flag: "enable-x" }]]) })).rows).toHaveLength(1);
  expect((await find({ refs: [{ ...ref, sha: "1".repeat(40) }] })).rows).toEqual([]);
});

it("passes over refs that lead to nothing", async () => {
  const { find } = await setUp();
  const unknown = { ref: "v9", error: new PatchkitError("checkout/unknown-ref", "expected a ref") };
  expect((await find({ refs: [unknown, ref] })).rows).toHaveLength(1);
});

it("looks for nothing where all is to be made anew, or its patches are to be shown", async () => {
  const { find } = await setUp();
  expect((await find({}, { fresh: true })).rows).toEqual([]);
  expect((await find({}, { diff: true })).rows).toEqual([]);
});

it("finds none that is gone from the output folder", async () => {
  const { find, out } = await setUp();
  await rm(join(out, "v1.10.12"), { recursive: true });
  expect((await find()).rows).toEqual([]);
});
