/** What a commit changed of a variant: what is said of it before and after; null where there is none. */
interface Change {
  readonly id: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** A variant that fitted, and stopped at a commit. */
export interface Break {
  readonly id: string;
  /** The commit that broke it. */
  readonly sha: string;
  /** What was last said of it while it did not fit. */
  readonly after: string | null;
  /** The later commit at which it fits again; null if it does not fit at the end either. */
  readonly mendedBy: string | null;
}

const fits = "fits";

/** Whether a change is one from a variant that fits to one that does not. */
export function stopsFitting({ before, after }: Change): boolean {
  return before === fits && after !== fits;
}

/**
 * Every break of a range, oldest first: a variant that was mended and broken again has two.
 *
 * @param commits oldest first.
 */
export function breaksOf(
  commits: readonly { readonly sha: string; readonly variants: readonly Change[] }[],
): Break[] {
  const breaks: Break[] = [];
  for (const { sha, variants } of commits) {
    for (const change of variants) {
      const open = breaks.findIndex(({ id, mendedBy }) => id === change.id && mendedBy === null);
      const found = breaks[open];
      if (found) breaks[open] = afterChange(found, sha, change.after);
      else if (stopsFitting(change)) breaks.push({ id: change.id, sha, after: change.after, mendedBy: null });
    }
  }
  return breaks;
}

function afterChange(one: Break, sha: string, after: string | null): Break {
  return after === fits ? { ...one, mendedBy: sha } : { ...one, after };
}
