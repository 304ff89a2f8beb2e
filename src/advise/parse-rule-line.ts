import { type Family, type Prefix, parsePrefix } from "./prefix.ts";

/** A line of `ip rule`: which packets look into which table. */
export interface Rule {
  readonly priority: number;
  readonly family: Family | null;
  /** Null where it takes packets from and to everywhere. */
  readonly from: Prefix | null;
  readonly to: Prefix | null;
  /** Other conditions, as they stand: `fwmark`, `iif` and others. */
  readonly conditions: readonly string[];
  /** A table's name, or what happens instead: `unreachable`, `prohibit`, `blackhole`. */
  readonly action: string;
  readonly suppressLength: number | null;
}

/** A line of `ip rule`; undefined for another one. Needs its priority in front, as `ip rule` shows it. */
export function parseRuleLine(line: string, family: Family | null): Rule | undefined {
  const [, priority, rest] = /^\s*(\d+):\s+((?:not\s+)?from\s.*)$/.exec(line) ?? [];
  if (priority === undefined || rest === undefined) return undefined;
  const words = rest.split(/\s+/).filter(Boolean);
  const after = (name: string) => {
    const at = words.indexOf(name);
    return at === -1 ? undefined : words[at + 1];
  };
  const from = parsePrefix(after("from") ?? "") ?? null;
  const to = parsePrefix(after("to") ?? "") ?? null;
  const action =
    after("lookup") ?? words.find((word) => /^(unreachable|prohibit|blackhole|goto|nop)$/.test(word));
  if (action === undefined) return undefined;
  const suppressed = after("suppress_prefixlength");
  const conditions = words
    .map((word, index) => `${word} ${words[index + 1] ?? ""}`.trim())
    .filter((word) =>
      /^(not|fwmark|iif|oif|tos|dsfield|uidrange|ipproto|sport|dport|tun_id|l3mdev)\b/.test(word),
    );
  return {
    priority: Number(priority),
    family: from?.family ?? to?.family ?? family,
    from,
    to,
    conditions,
    action,
    suppressLength: suppressed === undefined ? null : Number(suppressed),
  };
}
