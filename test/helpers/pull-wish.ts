import { execFileSync } from "node:child_process";
import { join } from "node:path";
import type { PullRequestWish, PullSeries } from "../../src/publish/pull-request/gather.ts";
import { commitOn, git, objectId } from "./clone-git.ts";

/** A repository with a base and series on it, and what is wished to be made of them. */
export interface WishedPulls {
  readonly dir: string;
  readonly gitDir: string;
  readonly wish: PullRequestWish;
}

/** Makes a repository with one commit for each variant on `main`. @param folder that it is made in. */
export function makeWish(folder: string, variants: readonly string[] = ["flag-gate"]): WishedPulls {
  const dir = join(folder, "work");
  execFileSync("git", ["init", "--quiet", "--initial-branch=main", dir]);
  git(dir, ["commit", "--quiet", "--allow-empty", "--message", "Start"]);
  const base = objectId(dir, "main");
  const series = variants.map((variant) =>
    makePullSeries({ variant, base, head: commitOn(dir, "main", variant, { [`${variant}.txt`]: "new\n" }) }),
  );
  const identity = { name: "Jane Doe", mail: "jane@example.org" };
  return {
    dir,
    gitDir: join(dir, ".git"),
    wish: { upstream: "project/tool", fork: undefined, base: undefined, identity, series },
  };
}

/** A series of Jane's on the ref `v1`. */
export function makePullSeries(changed: Partial<PullSeries> = {}): PullSeries {
  const { variant = "flag-gate" } = changed;
  return {
    folder: `v1/${variant}`,
    variant,
    base: "b".repeat(40),
    head: "c".repeat(40),
    digest: "d".repeat(64),
    author: { name: "Jane Doe", mail: "jane@example.org", signsOff: true },
    branch: `patchkit/${variant}/v1`,
    text: {
      title: `datapath: ${variant}`,
      description: `What ${variant} does.`,
      evidence: ["2 checks pass."],
      template: "- [ ] All commits are signed off.\n\n<!-- Description of change -->\n",
      releaseNote: null,
      supports: ["sign-off"],
    },
    labels: ["release-note/minor"],
    revisions: [],
    ...changed,
  };
}
