import { z } from "zod";
import type { Check } from "../check.ts";
import { compareCommits } from "../compare-commits.ts";
import type { Subject } from "../subject.ts";

const details = z.strictObject({ tree: z.string(), expectedTree: z.string() });

/**
 * Plain `git am` applies the patches to a clean checkout, the result is the recorded tree, and the commits have the
 * author, date and message that series.json promises.
 */
export const applyCheck: Check<typeof details> = {
  id: "apply",
  words: "git am gives the same tree",
  details,
  needs: "git",
  judgesUnapplied: true,
  async run({ subject, applied }) {
    const tree = applied.commits.at(-1)?.tree ?? "";
    const details = { tree, expectedTree: subject.tree };
    if (!applied.taken) {
      const reason = `git am stopped after ${applied.commits.length} of ${subject.patches.length} patches`;
      return { outcome: "fail", reason, log: applied.log, details };
    }
    const reason =
      applied.irregular ?? differenceOf(subject, tree) ?? compareCommits(subject.promise, applied.commits);
    if (reason !== undefined) return { outcome: "fail", reason, log: applied.log, details };
    return { outcome: "pass", reason: null, log: applied.log, details };
  },
  problems({ tree, expectedTree }) {
    return tree === expectedTree
      ? []
      : [{ what: `the patches give tree ${tree}, series.json records ${expectedTree}`, output: "" }];
  },
};

function differenceOf({ patches, promise, tree: expected }: Subject, tree: string): string | undefined {
  if (tree !== expected)
    return `expected the tree ${expected.slice(0, 12)} of series.json, found ${tree.slice(0, 12)}`;
  const { length } = promise.commits;
  if (patches.length === length) return undefined;
  return `expected the ${length} patches of series.json, found ${patches.length}`;
}
