import type { Line } from "./whole-lines.ts";

const blockWord = /\{\{-?\s*(if|range|with|define|block|else|end)\b/g;

/** Whether lines in some branches can be there at once: they part in no `{{ else }}`. */
export function meet(some: readonly Branch[], others: readonly Branch[]): boolean {
  return some.every(({ block, branch }) =>
    others.every((one) => one.block !== block || one.branch === branch),
  );
}

/** A block by its first line, and which of its branches, counted from 0. */
export interface Branch {
  readonly block: string;
  readonly branch: number;
}

/** The branches that a line stands in, from the outside in. */
export function branchesAt(lines: readonly Line[], index: number): Branch[] {
  const stack: Branch[] = [];
  lines.slice(0, index).forEach(({ text }, at) => {
    for (const { 1: word = "", index: column } of text.matchAll(blockWord)) {
      const last = word === "else" || word === "end" ? stack.pop() : undefined;
      if (word === "else" && last) stack.push({ ...last, branch: last.branch + 1 });
      else if (word !== "end") stack.push({ block: `${at}:${column}`, branch: 0 });
    }
  });
  return stack;
}

/** Blocks that some lines open, less those they close. */
export function depthOf(lines: readonly Line[]): number {
  return lines.reduce((depth, { text }) => depth + opened(text), 0);
}

/** The first and the last line of the innermost block around a line. */
export function blockAround(lines: readonly Line[], index: number): { from: number; to: number } | undefined {
  const before = lines.slice(0, index).reverse();
  const up = firstBeyond(before, (depth) => depth > 0);
  const down = firstBeyond(lines.slice(index), (depth) => depth < 0);
  return up === -1 || down === -1 ? undefined : { from: index - 1 - up, to: index + down };
}

/** The first line that, with those before it, opens or closes so many blocks; -1 if none does. */
function firstBeyond(lines: readonly Line[], isBeyond: (depth: number) => boolean): number {
  let depth = 0;
  return lines.findIndex(({ text }) => {
    depth += opened(text);
    return isBeyond(depth);
  });
}

/** Blocks that a line opens, less those it closes. */
function opened(line: string): number {
  if (!line.includes("{{")) return 0;
  const words = [...line.matchAll(blockWord)].map(([, word]) => word);
  return words.reduce((depth, word) => depth + (word === "end" ? -1 : word === "else" ? 0 : 1), 0);
}
