import {
  type Block,
  code,
  foldable,
  plain,
  printBlocks,
  printMarkdown,
  type Section,
  seriesAnchor,
} from "../report/index.ts";
import type { Cell, ChosenCells } from "./choose-cells.ts";
import { type FittedText, fitPieces, type Piece } from "./fit-pieces.ts";
import { patchPieces, resultPieces, type SeriesLines, seriesHead } from "./series-pieces.ts";

/**
 * Most characters of a comment, an issue, a discussion or a pull request's text on GitHub, which answers a longer one
 * with "body is too long (maximum is 65536 characters)". UTF-16 units are counted here, which are never fewer.
 */
export const postLimit = 65_536;

/** What a post is made from. */
export interface PostRequest extends SeriesLines {
  readonly chosen: ChosenCells;
  /** The report on the chosen cells. */
  readonly tree: Section;
  /** Where a reader finds what is left out, such as `report.md of the attached bundle`. */
  readonly rest: string;
  /** Whether patches are part of the text, for readers of the thread and for `fetch`. */
  readonly showsPatches: boolean;
  /** In UTF-16 units; default {@link postLimit}. */
  readonly limit?: number;
}

/**
 * The text of a post in GitHub's Markdown: the answers, the variants side by side, and of each series its evidence and
 * the lines that apply and fetch it; patches and further parts of the report are folded. Parts that do not fit are left
 * out as a whole, tables of results first, and a note at the end says which, and where they are.
 */
export function postText(request: PostRequest): FittedText {
  const { chosen, tree, rest, showsPatches, limit = postLimit } = request;
  const { cells } = chosen;
  const opened = tree.sections.filter(isToDecideBy);
  const others = tree.sections.filter((section) => !isToDecideBy(section));
  const pieces: Piece[] = [
    { title: "the summary", rank: 0, text: introText(tree, cells) },
    ...opened.map((section) => ({
      title: wordsOf(section),
      rank: 1,
      text: printMarkdown(section, 3).trim(),
    })),
    ...cells.flatMap((cell) => [seriesHead(cell, request), ...(showsPatches ? patchPieces(cell) : [])]),
    ...others.flatMap((section) => foldedPieces(section, cells)),
  ];
  return fitPieces(pieces, rest, limit);
}

/** The tables of variants side by side. */
function isToDecideBy({ id }: Section): boolean {
  return id?.startsWith("decision") === true;
}

/** Title, a warning if there is reason for one, and the answers. */
function introText({ title, blocks }: Section, cells: readonly Cell[]): string {
  const heading = printMarkdown({ title, blocks: [], sections: [] }, 2).trim();
  return [heading, ...warning(cells), printBlocks(blocks)].join("\n\n");
}

/** GitHub shows a quote that begins like this in a box. */
function warning(cells: readonly Cell[]): string[] {
  const doubtful = cells.filter(({ doubts }) => doubts.length > 0);
  if (doubtful.length === 0) return [];
  const lines = doubtful.map(({ shown, doubts }) => `> - ${code(shown.folder)}: ${plain(doubts.join(", "))}`);
  return [["> [!WARNING]", "> Not all of these series count as verified:", ...lines].join("\n")];
}

/** A part of the report, folded; those on a ref one by one, and what they say of a series after the others. */
function foldedPieces(section: Section, cells: readonly Cell[]): Piece[] {
  if (section.sections.length === 0) return [folded(wordsOf(section), section.blocks)];
  const cellOf = (one: Section) => cells.find(({ shown }) => seriesAnchor(shown) === one.id);
  const pieces = section.sections.map((one) => {
    const cell = cellOf(one);
    return cell ? resultPieces(one, cell) : [folded(`${wordsOf(one)}: ${wordsOf(section)}`, one.blocks)];
  });
  return pieces.flat();
}

function folded(title: string, blocks: readonly Block[]): Piece {
  return { title, rank: 3, text: foldable(title, printBlocks(blocks)) };
}

function wordsOf({ title }: Section): string {
  return title.map((words) => (typeof words === "string" ? words : words.foreign)).join("");
}
