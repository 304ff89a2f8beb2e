import type { Check } from "../check.ts";
import { compareCommits } from "../compare-commits.ts";
import type { Subject } from "../subject.ts";

/**
 * Plain `git am` applies the patches to a clean checkout, the result is the recorded tree, and the commits have the
 * author, date and message that series.json promises.
 */
export const applyCheck: Check = {
  id: "apply",
  needs: "git",
  perCommit: false,
  async run({ subject, applied }) {
    const tree = applied.commits.at(-1)?.tree ?? "";
    const details = { check: "apply" as const, tree, expectedTree: subject.tree };
    if (!applied.taken) {
      const reason = `git am stopped after ${applied.commits.length} of ${subject.patches.length} patches`;
      return { outcome: "fail", reason, log: applied.log, details };
    }
    const reason =
      applied.irregular ?? differenceOf(subject, tree) ?? compareCommits(subject.promise, applied.commits);
    if (reason !== undefined) return { outcome: "fail", reason, log: applied.log, details };
    return { outcome: "pass", reason: null, log: applied.log, details };
  },
};

function differenceOf({ patches, promise, tree: expected }: Subject, tree: string): string | undefined {
  if (tree !== expected)
    return `expected the tree ${expected.slice(0, 12)} of series.json, found ${tree.slice(0, 12)}`;
  const { length } = promise.commits;
  if (patches.length === length) return undefined;
  return `expected the ${length} patches of series.json, found ${patches.length}`;
}
