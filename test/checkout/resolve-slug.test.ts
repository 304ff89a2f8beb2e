import { tmpdir } from "node:os";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openRepository, type Repository, resolveSlugs } from "../../src/checkout/index.ts";
import { openGit } from "../../src/host/git.ts";
import { makeOrigin, type Origin } from "../helpers/clone.ts";
import { commitOn, git, objectId } from "../helpers/clone-git.ts";
import { temporaryFolder } from "../helpers/clone-program.ts";

const temp = temporaryFolder();
let origin: Origin;
let repository: Repository;

beforeAll(async () => {
  origin = await makeOrigin(temp);
  commitOn(origin.dir, "v1.10.12", "work", { "a.txt": "a\n" });
  git(origin.dir, ["branch", "topic/one", "v1.9.0"]);
  git(origin.dir, ["branch", "topic-one", "v1.10.12"]);
  const signal = new AbortController().signal;
  repository = await openRepository({
    git: openGit({ env: process.env, signal }),
    dir: origin.dir,
    tempDir: tmpdir(),
  });
});
afterAll(() => repository.close());

describe("resolveSlugs", () => {
  it("leads from the folder of a tag, a branch and a commit to what they are now", async () => {
    const sha = objectId(origin.dir, "v1.9.0^{commit}");
    const found = await resolveSlugs(repository, ["v1.10.12", "work", sha.slice(0, 12)]);
    expect(Object.fromEntries(found)).toMatchObject({
      "v1.10.12": { ref: "v1.10.12", sha: objectId(origin.dir, "v1.10.12^{commit}") },
      work: { ref: "work", sha: objectId(origin.dir, "work") },
      [sha.slice(0, 12)]: { sha },
    });
  });

  it("tells refs apart whose names look alike as folders", async () => {
    const slashed = `topic-one-${objectId(origin.dir, "topic/one").slice(0, 12)}`;
    const dashed = `topic-one-${objectId(origin.dir, "topic-one").slice(0, 12)}`;
    const found = await resolveSlugs(repository, [slashed, dashed]);
    expect(found.get(slashed)).toMatchObject({ ref: "refs/heads/topic/one", slug: slashed });
    expect(found.get(dashed)).toMatchObject({ ref: "refs/heads/topic-one", slug: dashed });
  });

  it("gives an error for a name that no ref has", async () => {
    const found = await resolveSlugs(repository, ["gone", "work"]);
    expect(found.get("gone")).toMatchObject({ ref: "gone", error: { code: "checkout/unknown-ref" } });
    expect(found.get("work")).toMatchObject({ ref: "work" });
  });
});
