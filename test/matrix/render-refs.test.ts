import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { openRepository, type Repository, resolveRefs } from "../../src/checkout/index.ts";
import { openGit } from "../../src/host/git.ts";
import {
  makeRenderingJob,
  type RenderedRef,
  type RenderingJob,
  renderRefs,
} from "../../src/matrix/render-refs.ts";
import { type Knowledge, stackOf, type Variant } from "../../src/plan/index.ts";
import { absent, atFile, releaseProbes } from "../../src/profile/index.ts";
import { commitAll, git, textAt } from "../helpers/clone-git.ts";
import { makeFolder } from "../helpers/folder.ts";
import { makeGoFormatter, makeGoParser } from "../helpers/go.ts";

const tools = { parser: await makeGoParser(), formatter: await makeGoFormatter() };

/** A proposal whose trees have a file of Cilium, and maybe a word. */
const knowledge: Knowledge = {
  id: "words",
  survey: {
    files: { main: "p/a.go", since: "v1.4", paths: ["p/a.go", "word"], folders: ["p"], references: "ref" },
    probes: {
      ...releaseProbes,
      word: (sources) => {
        const text = sources.text("word");
        return text === undefined ? absent("there is no word") : atFile(text.trim(), "word");
      },
    },
  },
  vocabulary: { names: () => ({}), whyNothing: () => undefined, ownImportsFirst: () => true },
};

/** A variant that adds the file `ID.txt` with this text. */
function adds(id: string, text: string): Variant {
  const source = (name: string, words: string) => ({ name: `${id}/${name}`, source: words });
  return {
    proposal: "words",
    spec: { id, purpose: "", fixes: "", doesNotFix: "", params: [] },
    coverLetter: source("cover", `words: Add ${id}\n\nIt is new.\n`),
    commits: [
      {
        folder: "10-a",
        message: source("message", `words: Add ${id}\n`),
        edits: [source("edit", `---\nfile: ${id}.txt\nplace: create\n---\n${text}\n`)],
      },
    ],
  };
}

const [plain, wordy] = [adds("plain", "plain"), adds("wordy", "{{word}}")];

/** A clone with a branch of each of these: a tree with a word, one without, one that has `plain`, and a foreign one. */
async function makeClone(): Promise<Repository> {
  const folder = await makeFolder();
  const dir = join(folder, "clone");
  git(folder, ["init", "--quiet", dir]);
  git(dir, ["commit", "--quiet", "--allow-empty", "--message", "one"]);
  const cilium = {
    VERSION: "1.10.12\n",
    "p/a.go": 'package a\n\nimport "github.com/cilium/cilium/pkg/b"\n\nvar x = b.X\n',
  };
  const trees = { with: { word: "hello\n" }, without: {}, done: { "plain.txt": "plain\n" } };
  commitAll(
    dir,
    "HEAD",
    new Map<string, Readonly<Record<string, string>>>([
      ...Object.entries(trees).map(([name, files]) => [name, { ...cilium, ...files }] as const),
      ["foreign", { "p/b.go": "package a\n" }],
    ]),
  );
  const host = openGit({ env: process.env, signal: new AbortController().signal });
  const repository = await openRepository({ git: host, dir, tempDir: folder });
  onTestFinished(() => repository.close());
  return repository;
}

async function makeJob(repository: Repository, refs: readonly string[]): Promise<RenderingJob> {
  const found = await resolveRefs(repository, refs);
  const stacks = [stackOf([wordy]), stackOf([plain]), stackOf([plain, wordy])];
  const templates = { variants: [plain, wordy], partials: new Map(), companions: [] };
  return makeRenderingJob({
    refs: found.flatMap((ref) => ("error" in ref ? [] : [{ ref, stacks }])),
    templates: { variants: [plain, wordy], proposals: new Map([["words", templates]]) },
    params: new Map(),
    identity: undefined,
    signature: "signed by us",
  });
}

/** What some threads of one job render, in order of its refs. */
async function render(repository: Repository, job: RenderingJob, threads = [0]): Promise<RenderedRef[]> {
  const found: RenderedRef[] = [];
  await Promise.all(
    threads.map((thread) =>
      renderRefs(job, { repository, thread, proposals: [knowledge], ...tools }, async (one) => {
        found.push(one);
      }),
    ),
  );
  return found.sort((a, b) => a.index - b.index);
}

/** The folder of each series, or the status of each stack without one. */
function summary({ release, outcomes }: RenderedRef) {
  return [release, ...outcomes.map((one) => (one.status === "generated" ? one.series.folder : one.status))];
}

describe("renderRefs", () => {
  it("gives each ref the series of its own stacks, in their order, whatever became of others", async () => {
    const repository = await makeClone();
    const job = await makeJob(repository, ["foreign", "without", "with", "done"]);
    expect((await render(repository, job)).map(summary)).toEqual([
      [null, "refused", "refused", "refused"],
      ["v1.10", "not-applicable", "without/plain", "not-applicable"],
      ["v1.10", "with/wordy", "with/plain", "with/plain+wordy"],
      ["v1.10", "not-applicable", "already-applied", "refused"],
    ]);
  });

  it("builds commits with what was planned on the ref, in the separate store, and signs the patches", async () => {
    const repository = await makeClone();
    const refs = git(repository.dir, ["for-each-ref"]);
    const [rendered] = await render(repository, await makeJob(repository, ["with"]));
    const last = rendered?.outcomes[2];
    if (last?.status !== "generated") throw new Error("expected a series");
    const { base, head, commits } = last.series;
    const { gitDir } = repository.store;
    expect(commits.map(({ subject }) => subject)).toEqual(["words: Add plain", "words: Add wordy"]);
    expect(["plain.txt", "wordy.txt", "VERSION"].map((path) => textAt(gitDir, head, path))).toEqual([
      "plain\n",
      "hello\n",
      "1.10.12\n",
    ]);
    expect(
      git(gitDir, ["rev-list", `${base}..${head}`])
        .trim()
        .split("\n")
        .reverse(),
    ).toEqual(commits.map(({ sha }) => sha));
    expect(base).toBe(git(repository.dir, ["rev-parse", "with"]).trim());
    for (const { patch } of commits) expect(patch).toMatch(/\n-- \nsigned by us\n+$/);
    expect(git(repository.dir, ["for-each-ref"])).toBe(refs);
    expect(() => git(repository.dir, ["cat-file", "-e", head])).toThrow();
  });

  it("shares the refs of a job between threads, each to one of them, with the same series", async () => {
    const repository = await makeClone();
    const refs = [
      "with",
      "without",
      "done",
      "foreign",
      ...["with", "without", "done"].map((name) => `refs/heads/${name}`),
    ];
    const alone = await render(repository, await makeJob(repository, refs));
    const shared = await render(repository, await makeJob(repository, refs), [1, 2]);
    expect(shared.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(shared).toEqual(alone);
  });

  it("takes no ref that another thread took", async () => {
    const repository = await makeClone();
    const job = await makeJob(repository, ["with", "without", "done"]);
    Atomics.store(job.next, 0, 2);
    expect((await render(repository, job)).map(({ index }) => index)).toEqual([2]);
    expect(await render(repository, job)).toEqual([]);
  });

  it("fails with what the caller did not take", async () => {
    const repository = await makeClone();
    const job = await makeJob(repository, ["with", "without"]);
    const rendering = renderRefs(job, { repository, thread: 0, proposals: [knowledge], ...tools }, () =>
      Promise.reject(new Error("disk full")),
    );
    await expect(rendering).rejects.toThrow("disk full");
  });
});
