import { plain } from "../report/index.ts";

/** A part of a text that is there as a whole, or not at all. */
export interface Piece {
  readonly title: string;
  /** Pieces of lower rank are taken first. */
  readonly rank: number;
  /** Markdown; an empty one is no piece. */
  readonly text: string;
}

/** A part that did not fit. */
export interface Cut {
  readonly title: string;
  readonly characters: number;
}

/** A text, and what is not in it. */
export interface FittedText {
  readonly text: string;
  readonly cut: readonly Cut[];
}

const longestTitle = 100;
const mostNamed = 10;
const between = "\n\n";
const grouped = new Intl.NumberFormat("en");

/**
 * Joins as many pieces as a limit allows, in their order, and ends with a note on those that are left out.
 *
 * @param rest where a reader finds them.
 * @param limit in UTF-16 units.
 */
export function fitPieces(all: readonly Piece[], rest: string, limit: number): FittedText {
  const pieces = all.filter(({ text }) => text !== "");
  const whole = join(pieces.map(({ text }) => text));
  if (whole.length <= limit) return { text: whole, cut: [] };
  const taken = new Set<Piece>();
  let left = limit - longestNote(pieces, rest) - between.length - 1;
  for (const piece of [...pieces].sort((a, b) => a.rank - b.rank)) {
    const size = piece.text.length + between.length;
    if (size > left) continue;
    taken.add(piece);
    left -= size;
  }
  const cut = pieces
    .filter((piece) => !taken.has(piece))
    .map(({ title, text }) => ({ title, characters: text.length }));
  return {
    text: join([...[...taken].sort(inOrderOf(pieces)).map(({ text }) => text), noteOn(cut.map(shown), rest)]),
    cut,
  };
}

function inOrderOf(pieces: readonly Piece[]) {
  return (a: Piece, b: Piece) => pieces.indexOf(a) - pieces.indexOf(b);
}

function join(texts: readonly string[]): string {
  return `${texts.join(between)}\n`;
}

/** What the note can take at most: all is left out, and the longest titles are named. */
function longestNote(pieces: readonly Piece[], rest: string): number {
  const lines = pieces.map(({ title, text }) => shown({ title, characters: text.length }));
  return noteOn(
    lines.sort((a, b) => b.length - a.length),
    rest,
  ).length;
}

function noteOn(lines: readonly string[], rest: string): string {
  const more = lines.length > mostNamed ? [`- and ${lines.length - mostNamed} more`] : [];
  return [
    `**Left out**, because a post on GitHub has a limit of size; ${plain(rest)} has all of it:`,
    "",
    ...lines.slice(0, mostNamed).map((line) => `- ${line}`),
    ...more,
  ].join("\n");
}

function shown({ title, characters }: Cut): string {
  const short = title.length > longestTitle ? `${title.slice(0, longestTitle - 1)}…` : title;
  return `${plain(short)} (${grouped.format(characters)} characters)`;
}
