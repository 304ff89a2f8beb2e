import { appendFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { generateValue } from "../../src/cli/values.ts";
import { commonRef, handlerPath, makeOrigin, type Origin, plain } from "../helpers/clone.ts";
import { git, objectId } from "../helpers/clone-git.ts";
import { parseOutput, patchkit, type Run, temporaryFolder } from "../helpers/clone-program.ts";
import { readSeries } from "../helpers/clone-series.ts";

const temp = temporaryFolder();
let origin: Origin;

beforeAll(async () => {
  origin = await makeOrigin(temp);
});

function resultsOf(run: Run) {
  return parseOutput(run, generateValue).results;
}

/** What became of each ref, in order. */
function outcomes(run: Run): (readonly [string, string])[] {
  return resultsOf(run).map(({ ref, status, code }) => [ref, code ?? status]);
}

describe("refs", () => {
  it("that are bad do not stop the others", async () => {
    const out = join(temp, "some-bad");
    const run = await patchkit([
      "generate",
      ...["-C", origin.dir, "--variant", "flag-gate", "--out", out, "--json"],
      ...["--ref", "no-such-ref", "--ref", commonRef, "--ref=--upload-pack=x", "--ref", "v1.9.0"],
    ]);
    expect(run.code).toBe(2);
    expect(outcomes(run)).toEqual([
      ["no-such-ref", "checkout/unknown-ref"],
      [commonRef, "generated"],
      ["--upload-pack=x", "checkout/bad-ref"],
      ["v1.9.0", "generated"],
    ]);
    expect(readdirSync(out).sort()).toEqual(["manifest.json", commonRef, "v1.9.0"]);
  });

  it("that only a remote has are taken with a note, under the branch's name", async () => {
    const clone = plain(origin, join(temp, "remote-only"));
    const branch = "sample-v1.9.0";
    const run = await patchkit([
      "generate",
      ...["-C", clone.dir, "--ref", branch, "--variant", "flag-gate", "--dry-run", "--json"],
    ]);
    expect(run.code).toBe(0);
    expect(run.stderr).toContain(`origin/${branch}`);
    expect(resultsOf(run)).toMatchObject([{ slug: branch, sha: objectId(origin.dir, "v1.9.0^{commit}") }]);
  });

  it("that two remotes have at different commits are ambiguous, and at one commit are not", async () => {
    const clone = plain(origin, join(temp, "two-remotes"));
    const at = (ref: string) => objectId(clone.dir, `${ref}^{commit}`);
    git(clone.dir, ["update-ref", "refs/remotes/a/same", at(commonRef)]);
    git(clone.dir, ["update-ref", "refs/remotes/b/same", at(commonRef)]);
    git(clone.dir, ["update-ref", "refs/remotes/a/other", at(commonRef)]);
    git(clone.dir, ["update-ref", "refs/remotes/b/other", at("v1.9.0")]);
    const run = await patchkit([
      "generate",
      ...[
        "-C",
        clone.dir,
        "--ref",
        "same",
        "--ref",
        "other",
        "--variant",
        "flag-gate",
        "--dry-run",
        "--json",
      ],
    ]);
    expect(outcomes(run)).toEqual([
      ["same", "generated"],
      ["other", "checkout/ambiguous-ref"],
    ]);
    const reason = resultsOf(run)[1]?.reason;
    expect(reason).toContain("refs/remotes/a/other");
    expect(reason).toContain("refs/remotes/b/other");
  });

  it("that name a branch and a tag are ambiguous only where these differ", async () => {
    const clone = plain(origin, join(temp, "two-kinds"));
    git(clone.dir, ["branch", "differs", "v1.9.0"]);
    git(clone.dir, ["tag", "differs", commonRef]);
    git(clone.dir, ["branch", "agrees", commonRef]);
    git(clone.dir, ["tag", "agrees", commonRef]);
    const run = await patchkit([
      "generate",
      ...[
        "-C",
        clone.dir,
        "--ref",
        "differs",
        "--ref",
        "agrees",
        "--variant",
        "flag-gate",
        "--dry-run",
        "--json",
      ],
    ]);
    expect(outcomes(run)).toEqual([
      ["differs", "checkout/ambiguous-ref"],
      ["agrees", "generated"],
    ]);
  });

  it("that an abbreviated sha leaves open are ambiguous", async () => {
    const dir = join(temp, "short-sha");
    git(origin.dir, ["clone", "--quiet", "--bare", origin.dir, dir]);
    const short = ambiguousShort(dir);
    const run = await patchkit([
      "generate",
      ...["-C", dir, "--ref", short, "--ref", commonRef, "--variant", "flag-gate", "--dry-run", "--json"],
    ]);
    expect(outcomes(run)).toEqual([
      [short, "checkout/ambiguous-ref"],
      [commonRef, "generated"],
    ]);
  });

  it("that come to one folder name get their shas behind it", async () => {
    const clone = plain(origin, join(temp, "slugs"));
    git(clone.dir, ["branch", "fix/route", commonRef]);
    git(clone.dir, ["branch", "fix-route", "v1.9.0"]);
    const out = join(temp, "slugs-out");
    const refs = ["fix/route", "fix-route", "refs/heads/fix-route", commonRef].flatMap((ref) => [
      "--ref",
      ref,
    ]);
    const run = await patchkit([
      "generate",
      "-C",
      clone.dir,
      ...refs,
      "--variant",
      "flag-gate",
      "--out",
      out,
      "--json",
    ]);
    expect(run.code).toBe(0);
    const short = (ref: string) => objectId(clone.dir, ref).slice(0, 12);
    const [slash, dash] = [`fix-route-${short("fix/route")}`, `fix-route-${short("fix-route")}`];
    expect(resultsOf(run).map(({ slug }) => slug)).toEqual([slash, dash, dash, commonRef]);
    expect(readdirSync(out).sort()).toEqual([slash, dash, "manifest.json", commonRef].sort());
    expect(readSeries(join(out, slash, "flag-gate")).base).toBe(objectId(clone.dir, "fix/route"));
  });

  it("may be expressions and shas, which give a folder of twelve digits", async () => {
    const clone = plain(origin, join(temp, "expressions"));
    const sha = objectId(clone.dir, `${commonRef}^{commit}`);
    appendFileSync(join(clone.dir, handlerPath), "\n// one more\n");
    git(clone.dir, ["commit", "--quiet", "--all", "--message", "More"]);
    const run = await patchkit([
      "generate",
      ...[
        "-C",
        clone.dir,
        "--ref",
        "HEAD~1",
        "--ref",
        sha.slice(0, 10),
        "--variant",
        "flag-gate",
        "--dry-run",
        "--json",
      ],
    ]);
    expect(resultsOf(run).map(({ slug, sha }) => [slug, sha])).toEqual([
      [sha.slice(0, 12), sha],
      [sha.slice(0, 12), sha],
    ]);
  });
});

/** Commits until two of them share their first four digits, and gives those digits. */
function ambiguousShort(dir: string): string {
  const seen = new Set<string>();
  const tree = objectId(dir, `${commonRef}^{tree}`);
  const people = Array.from(
    { length: 1200 },
    (_, index) => `Test ${index} <test@example.invalid> 1700000000 +0000`,
  );
  const stream = people
    .map(
      (person, index) =>
        `commit refs/heads/many\nmark :${index + 1}\ncommitter ${person}\ndata 0\nM 040000 ${tree} \n\n`,
    )
    .join("");
  git(dir, ["fast-import", "--quiet"], { input: stream });
  for (const sha of git(dir, ["rev-list", "many"]).split("\n")) {
    if (seen.has(sha.slice(0, 4))) return sha.slice(0, 4);
    seen.add(sha.slice(0, 4));
  }
  throw new Error("no two commits share four digits");
}
