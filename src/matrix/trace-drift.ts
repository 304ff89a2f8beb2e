import { type BranchChange, concerns, type Reads } from "../checkout/index.ts";

/** What is known of a commit, by name: texts that are equal where nothing changed. */
export type Known = Readonly<Record<string, string>>;

/** A commit as it was looked at. */
export interface Look {
  readonly known: Known;
  readonly reads: Reads;
}

/** One name whose value a commit changed; null where it has none. */
export interface Drift {
  readonly name: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** A commit that changed something that is known of the tree. */
export interface DriftCommit {
  readonly commit: BranchChange;
  readonly drifts: readonly Drift[];
}

/**
 * The commits that changed what is known, oldest first. A commit is looked at if it touches anything that was read of
 * the last one that was: so each change is found at its own commit, also one that a later commit takes back.
 *
 * @param from the commit before the first one.
 * @param looked called after each look with the number of commits that are done.
 */
export async function traceDrift(
  from: string,
  commits: readonly BranchChange[],
  look: (sha: string) => Promise<Look>,
  looked: (done: number) => void = () => {},
): Promise<DriftCommit[]> {
  let last = await look(from);
  const found: DriftCommit[] = [];
  for (const [index, commit] of commits.entries()) {
    if (!concerns(last.reads, commit.paths)) continue;
    const next = await look(commit.sha);
    const drifts = compareKnown(last.known, next.known);
    if (drifts.length > 0) found.push({ commit, drifts });
    last = next;
    looked(index + 1);
  }
  return found;
}

function compareKnown(before: Known, after: Known): Drift[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names
    .map((name) => ({ name, before: before[name] ?? null, after: after[name] ?? null }))
    .filter((drift) => drift.before !== drift.after);
}
