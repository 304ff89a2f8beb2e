import { comparePrefixes, type Prefix } from "./prefix.ts";
import { makePrefixIndex, type PrefixIndex } from "./prefix-index.ts";

/** Somebody who has a prefix. */
export interface Held {
  readonly prefix: Prefix;
  readonly holder: string;
}

/** How the prefixes of several holders lie to each other. */
export interface PrefixRelations {
  readonly index: PrefixIndex<string>;
  /** Prefixes that more than one holder has, with all of them. */
  readonly equal: readonly { readonly prefix: Prefix; readonly holders: readonly string[] }[];
  /** Prefixes with longer ones of other holders within, which win for their part. */
  readonly nested: readonly {
    readonly outer: Prefix;
    readonly holders: readonly string[];
    readonly inner: readonly Held[];
  }[];
}

/** Finds equal and nested prefixes; work grows with their number, not with its square. */
export function relate(held: readonly Held[]): PrefixRelations {
  const index = makePrefixIndex<string>();
  const seen = new Set<string>();
  for (const { prefix, holder } of held) {
    const key = `${prefix.text} ${holder}`;
    if (!seen.has(key)) index.add(prefix, holder);
    seen.add(key);
  }
  const sorted = [...index.entries()].sort(([a], [b]) => comparePrefixes(a, b));
  const within = new Map<Prefix, Held[]>();
  for (const [prefix, holders] of sorted) {
    for (const [outer] of index.holding(prefix)) {
      if (outer.length === prefix.length) continue;
      const others = holders.filter((holder) => !seen.has(`${outer.text} ${holder}`));
      const inner = within.get(outer) ?? [];
      within.set(outer, inner);
      inner.push(...others.map((holder) => ({ prefix, holder })));
    }
  }
  return {
    index,
    equal: sorted
      .filter(([, holders]) => holders.length > 1)
      .map(([prefix, holders]) => ({ prefix, holders: [...holders] })),
    nested: sorted.flatMap(([outer, holders]) => {
      const inner = within.get(outer) ?? [];
      return inner.length === 0 ? [] : [{ outer, holders: [...holders], inner }];
    }),
  };
}
