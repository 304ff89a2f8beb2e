import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { errorValue, generateValue, inspectValue } from "../../src/cli/values.ts";
import { makeOrigin, type Origin, plain } from "../helpers/clone.ts";
import { git, objectId } from "../helpers/clone-git.ts";
import { parseOutput, patchkit, temporaryFolder } from "../helpers/clone-program.ts";

const temp = temporaryFolder();
let origin: Origin;
let dir: string;

beforeAll(async () => {
  origin = await makeOrigin(temp);
  ({ dir } = plain(origin, join(temp, "clone")));
  for (const tag of ["v1.9.10", "v1.9.2", "v1.9.2-rc1", "1.9.2"]) git(dir, ["tag", tag, "v1.9.0"]);
  for (const branch of ["v1.9", "v1.8"]) git(dir, ["branch", branch, "v1.9.0"]);
});

/** Refs of a run of inspect, in order. */
async function refsOf(...args: string[]): Promise<string[]> {
  const run = await patchkit(["inspect", "-C", dir, ...args, "--json"]);
  return parseOutput(run, inspectValue).results.map(({ ref, code }) =>
    code === null ? ref : `${ref} ${code}`,
  );
}

describe("a pattern of refs", () => {
  it("is matched with tags alone, in the order of releases", async () => {
    expect(await refsOf("--ref", "v1.9*")).toEqual(["v1.9.0", "v1.9.2-rc1", "v1.9.2", "v1.9.10"]);
    expect(await refsOf("--ref", "v1.9.[02]")).toEqual(["v1.9.0", "v1.9.2"]);
  });

  it("is matched with branches where it says so", async () => {
    expect(await refsOf("--ref", "refs/heads/v1.?")).toEqual(["refs/heads/v1.8", "refs/heads/v1.9"]);
  });

  it("gives each ref once, beside others in the order of the command line", async () => {
    expect(await refsOf("--ref", "v1.9.10", "--ref", "v1.9.1*", "--ref", "v1.1[59]*")).toEqual([
      "v1.9.10",
      "v1.15.0-dev",
      "v1.19.0-dev",
    ]);
  });

  it("that matches nothing is an unknown ref, and does not stop the others", async () => {
    const run = await patchkit([
      "generate",
      ...["-C", dir, "--ref", "v1.99*", "--ref", "v1.9.0", "--variant", "flag-gate", "--dry-run", "--json"],
    ]);
    const { results } = parseOutput(run, generateValue);
    expect(run.code).toBe(2);
    expect(results.map(({ ref, status, code }) => [ref, status, code])).toEqual([
      ["v1.99*", "refused", "checkout/unknown-ref"],
      ["v1.9.0", "generated", null],
    ]);
    expect(results[0]?.reason).toContain('expected tags like "v1.99*"');
    expect(results[0]?.reason).toContain('Did you mean "v1.9.');
  });

  it("of branches without refs/heads/ says what is missing", async () => {
    const run = await patchkit(["inspect", "-C", dir, "--ref", "v1.?", "--json"]);
    expect(run.code).toBe(2);
    expect(parseOutput(run, inspectValue).results[0]?.reason).toContain("use refs/heads/v1.?");
  });

  it("is no expression: that may hold any character", async () => {
    expect(await refsOf("--ref", "HEAD^{/no commit [ab]*}")).toEqual([
      "HEAD^{/no commit [ab]*} checkout/unknown-ref",
    ]);
  });

  it("is refused by apply, which takes one ref", async () => {
    const run = await patchkit(["apply", "-C", dir, "--ref", "v1*", "--variant", "flag-gate", "--json"]);
    expect([run.code, parseOutput(run, errorValue).error.code]).toEqual([2, "usage/bad-argument"]);
  });
});

describe("a range of refs", () => {
  it("is of releases, with both ends, spelled as these are", async () => {
    expect(await refsOf("--since", "v1.9.2-rc1", "--until", "v1.10.12")).toEqual([
      "v1.9.2-rc1",
      "v1.9.2",
      "v1.9.10",
      "v1.10.12",
    ]);
    expect(await refsOf("--since", "v1.15.0-dev")).toEqual(["v1.15.0-dev", "v1.19.0-dev"]);
    expect(await refsOf("--until", "v1.9.0", "--ref", "HEAD")).toEqual(["HEAD", "v1.9.0"]);
  });

  it.each([
    [["--since", "v1.9.22"], "checkout/unknown-ref", "v1.9.2"],
    [["--since", "work"], "checkout/unknown-ref", "--every"],
    [["--since", "v1.10.12", "--until", "v1.9.0"], "usage/bad-argument", "older one"],
    [["--every", "14d"], "usage/bad-argument", "--since"],
    [["--since", "v1.9.0", "--every", "14"], "usage/bad-argument", "d or w"],
  ])("%j is refused", async (args, code, hint) => {
    const run = await patchkit(["inspect", "-C", dir, ...args, "--json"]);
    const { error } = parseOutput(run, errorValue);
    expect([run.code, error.code]).toEqual([2, code]);
    expect(error.hint).toContain(hint);
  });

  it("is of commits of a branch, some days apart, without those of merged branches", async () => {
    const commitAt = (day: number, ...parents: string[]) =>
      git(
        dir,
        [
          "commit-tree",
          `${origin.refs[0]}^{tree}`,
          ...parents.flatMap((parent) => ["-p", parent]),
          "-m",
          "x",
        ],
        { env: { GIT_COMMITTER_DATE: `${1_800_000_000 + day * 86_400} +0000` } },
      ).trim();
    const first = commitAt(0, objectId(dir, "v1.9.0^{commit}"));
    const second = commitAt(3, first);
    const side = commitAt(9, first);
    const third = commitAt(10, second, side);
    const last = commitAt(11, third);
    git(dir, ["branch", "history", last]);
    const short = [first, third, last].map((sha) => sha.slice(0, 12));
    expect(await refsOf("--since", first, "--until", "history", "--every", "1w")).toEqual(short);
    const base = objectId(dir, "v1.9.0^{commit}").slice(0, 12);
    expect(await refsOf("--since", "v1.9.0", "--until", "history", "--every", "7d")).toEqual([
      base,
      ...short,
    ]);
  });
});
