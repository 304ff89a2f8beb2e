/** A setting as it stood: a flag of a command line, or a key of a configuration. */
export interface Setting {
  readonly key: string;
  readonly value: string;
  readonly input: string;
  /** Counts from 1. */
  readonly line: number;
}

/** Flags of a command line: `--key=value`, `--key value`, and `--key` alone, which means true. */
export function parseFlags(text: string): { readonly key: string; readonly value: string }[] {
  const words = text.match(/(?:\{\{[^}]*\}\}|"[^"]*"|'[^']*'|[^\s"'])+/g) ?? [];
  const flags: { key: string; value: string }[] = [];
  for (let index = 0; index < words.length; index++) {
    const [, key, assigned] = /^--([a-z][a-z0-9-]*)(?:=(.*))?$/s.exec(words[index] ?? "") ?? [];
    if (key === undefined) continue;
    const next = words[index + 1];
    if (assigned !== undefined) flags.push({ key, value: bare(assigned) });
    else if (next !== undefined && !next.startsWith("-") && next !== "\\") {
      flags.push({ key, value: bare(next) });
      index++;
    } else flags.push({ key, value: "true" });
  }
  return flags;
}

/** A line that belongs to a command line with flags. */
export function hasFlags(line: string): boolean {
  return /(^|\s)--[a-z][a-z0-9-]*(=|\s|\\|$)/.test(line);
}

/**
 * `key   value`, `key: value` or `key = value`. The key is in lower case and has a hyphen, or is one of those asked for,
 * so that words of a sentence are not taken for it.
 */
export function parseKeyValue(
  line: string,
  asked: ReadonlySet<string>,
): { readonly key: string; readonly value: string } | undefined {
  const [, key, value] = /^\s*"?([a-z][a-z0-9.-]*)"?(?:\s*[:=]\s*|\s+)(\S.*?)?\s*,?\s*$/.exec(line) ?? [];
  if (key === undefined) return undefined;
  const isWide = /^\s*"?[a-z][a-z0-9.-]*"?(\s*[:=]|\s{2,}|\t)/.test(line);
  const isKnown = asked.has(key) && (isWide || !/\s/.test(value ?? ""));
  if (!isKnown && !(key.includes("-") && isWide)) return undefined;
  return { key, value: bare(value ?? "") };
}

function bare(text: string): string {
  const trimmed = text.replace(/\\$/, "").trim();
  return /^(".*"|'.*')$/s.test(trimmed) ? trimmed.slice(1, -1) : trimmed;
}
