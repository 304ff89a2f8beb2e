import { afterAll, beforeAll, expect, it } from "vitest";
import { openRepository, type Repository } from "../../src/checkout/index.ts";
import { openGit } from "../../src/host/git.ts";
import { openCommitWriter } from "../../src/series/write-commits.ts";
import { commonRef, makeOrigin } from "../helpers/clone.ts";
import { git } from "../helpers/clone-git.ts";
import { temporaryFolder } from "../helpers/clone-program.ts";

const temp = temporaryFolder();
const identity = { name: "Jane Doe", mail: "jane@example.org", signsOff: true };
const commits = [
  {
    subject: "datapath: Add a file",
    body: "It is new.",
    files: [{ path: "new.txt", before: undefined, after: "one\n", executable: false, edits: [] }],
  },
];
let repository: Repository;
let base: string;

beforeAll(async () => {
  const { dir } = await makeOrigin(temp);
  base = git(dir, ["rev-parse", commonRef]).trim();
  const { signal } = new AbortController();
  repository = await openRepository({ git: openGit({ env: process.env, signal }), dir, tempDir: temp });
});

afterAll(() => repository.close());

it("writes the same series in several threads at once", async () => {
  const write = async (thread: number, committedAtSec: number) => {
    const writer = openCommitWriter(repository, thread);
    await writer.add({ base, committedAtSec, identity, commits });
    return (await writer.finish())[0]?.[0]?.sha;
  };
  for (let round = 0; round < 20; round++) {
    const shas = await Promise.all([1, 2, 3].map((thread) => write(thread, 1_600_000_000 + round)));
    expect(shas).toEqual([shas[0], shas[0], shas[0]]);
    expect(shas[0]).toMatch(/^[0-9a-f]{40}$/);
  }
});
