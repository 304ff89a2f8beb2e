import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { openRepository, type Repository } from "../../src/checkout/index.ts";
import { packageRoot } from "../../src/host/assets.ts";
import { openGit } from "../../src/host/git.ts";
import { makeCommits } from "../../src/publish/make-commits.ts";
import { readSeriesBelow, type SeriesOnDisk } from "../../src/series/index.ts";
import { failureOf } from "../helpers/failure.ts";
import { makeFolder } from "../helpers/folder.ts";
import { cleanCheckout, readerGit } from "../helpers/reader.ts";

const git = openGit({ env: process.env, signal: new AbortController().signal });
let series: SeriesOnDisk;

beforeAll(async () => {
  const isMeant = ({ folder }: { readonly folder: string }) => folder === "v1.10.12/flag-gate";
  const [found] = await readSeriesBelow(join(packageRoot, "patches"), isMeant);
  if (!found) throw new Error("there is no series");
  series = found;
});

async function within<T>(dir: string, work: (repository: Repository) => Promise<T>): Promise<T> {
  const repository = await openRepository({ git, dir, tempDir: tmpdir() });
  try {
    return await work(repository);
  } finally {
    await repository.close();
  }
}

it("makes exactly the commits of series.json, and none of them in the clone", async () => {
  const clone = await cleanCheckout("v1.10.12");
  await within(clone, async (repository) => {
    expect(await makeCommits(repository, series, tmpdir())).toBe(series.file.head);
    const asked = ["rev-list", "--count", `${series.file.base}..${series.file.head}`];
    const { stdout } = await git.attempt(asked, { env: { GIT_DIR: repository.store.gitDir } });
    expect(stdout.toString().trim()).toBe(String(series.patches.length));
  });
  expect(() => readerGit(clone, ["cat-file", "-e", series.file.head])).toThrow();
});

it("refuses patches that make other commits", async () => {
  const [first, ...others] = series.patches;
  if (!first) throw new Error("there is no patch");
  const patches = [
    { ...first, text: first.text.replace(/^Subject: .*/m, "Subject: [PATCH] Other") },
    ...others,
  ];
  const { code, message } = await within(await cleanCheckout("v1.10.12"), (repository) =>
    failureOf(() => makeCommits(repository, { ...series, patches }, tmpdir())),
  );
  expect(code).toBe("series/digest-mismatch");
  expect(message).toContain(`the commit ${series.file.head.slice(0, 12)} of series.json, found `);
});

it("says that a clone lacks the base", async () => {
  const empty = await makeFolder();
  readerGit(empty, ["init", "-q"]);
  const { code, message } = await within(empty, (repository) =>
    failureOf(() => makeCommits(repository, series, tmpdir())),
  );
  expect(code).toBe("checkout/missing-object");
  expect(message).toContain(
    `v1.10.12/flag-gate: expected a clone with its base ${series.file.base.slice(0, 12)}`,
  );
});
