import { type Address, type Family, maskTo, type Prefix, widthOf } from "./prefix.ts";

/**
 * Values by prefix. A question costs one look per length that occurs, however many prefixes there are: comparing each
 * with each would not do for clusters of thousands of nodes.
 */
export interface PrefixIndex<T> {
  add(prefix: Prefix, value: T): void;
  /** Values of exactly this prefix, in the order in which they came. */
  at(prefix: Prefix): readonly T[];
  /** Prefixes that hold the address or prefix, itself included, the longest first, each with its values. */
  holding(inner: Address | Prefix): IterableIterator<readonly [Prefix, readonly T[]]>;
  /** Every prefix with its values, in the order in which they came. */
  entries(): readonly (readonly [Prefix, readonly T[]])[];
}

interface Level<T> {
  readonly length: number;
  readonly values: Map<bigint, [Prefix, T[]]>;
}

export function makePrefixIndex<T>(): PrefixIndex<T> {
  const levels: Readonly<Record<Family, Level<T>[]>> = { 4: [], 6: [] };
  const all: [Prefix, T[]][] = [];
  const levelOf = ({ family, length }: Prefix) => levels[family].find((level) => level.length === length);
  return {
    add(prefix, value) {
      let level = levelOf(prefix);
      if (!level) {
        level = { length: prefix.length, values: new Map() };
        levels[prefix.family].push(level);
        levels[prefix.family].sort((a, b) => b.length - a.length);
      }
      const entry = level.values.get(prefix.value);
      if (entry) {
        entry[1].push(value);
        return;
      }
      const fresh: [Prefix, T[]] = [prefix, [value]];
      level.values.set(prefix.value, fresh);
      all.push(fresh);
    },
    at(prefix) {
      return levelOf(prefix)?.values.get(prefix.value)?.[1] ?? [];
    },
    *holding(inner) {
      const most = "length" in inner ? (inner as Prefix).length : widthOf(inner.family);
      for (const { length, values } of levels[inner.family]) {
        if (length > most) continue;
        const found = values.get(maskTo(inner.family, inner.value, length));
        if (found) yield found;
      }
    },
    entries: () => all,
  };
}
