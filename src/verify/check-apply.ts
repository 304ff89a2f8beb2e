import type { Check } from "./check.ts";

/** Plain `git am` applies the patches to a clean checkout, and the result is the recorded tree. */
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
    if (tree !== subject.tree) {
      const reason = `expected the tree ${subject.tree.slice(0, 12)} of series.json, found ${tree.slice(0, 12)}`;
      return { outcome: "fail", reason, log: applied.log, details };
    }
    return { outcome: "pass", reason: null, log: applied.log, details };
  },
};
