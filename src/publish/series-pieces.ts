import {
  type Block,
  code,
  foldable,
  paramWords,
  plain,
  printBlocks,
  refWords,
  type Section,
  sizeWords,
} from "../report/index.ts";
import type { Cell } from "./choose-cells.ts";
import { evidenceLines } from "./evidence-lines.ts";
import type { Piece } from "./fit-pieces.ts";
import { exactBlock, formatMarker, formatPatchMarker } from "./post-marker.ts";

/** How a post says where a series is and how it is applied. */
export interface SeriesLines {
  /** The line for a shell that applies a series to a clean checkout of its base. */
  readonly applyLine: (cell: Cell) => string;
  /** The line for a shell that gets the exact series back with this program. */
  readonly fetchLine: (cell: Cell) => string;
}

/** What stands openly of a series: its evidence, how to apply and how to fetch it. */
export function seriesHead(cell: Cell, { applyLine, fetchLine }: SeriesLines): Piece {
  const { shown, series } = cell;
  const params = paramWords(shown);
  const title = `${shown.name} on ${refWords(shown)}`;
  const short = shown.sha.slice(0, 12);
  const base = shown.slug === short ? short : `${shown.slug} (${short})`;
  const command = [
    `# on a clean checkout of ${base}:`,
    applyLine(cell),
    "# or, with cilium-patchkit, the same series with its digest checked:",
    fetchLine(cell),
  ].join("\n");
  const text = [
    `### ${plain(title)}`,
    formatMarker({ folder: series.folder, base: series.file.base, digest: series.digest }),
    `${sizeWords(shown)}.${params === "" ? "" : ` With ${code(params)}.`}`,
    evidenceLines(cell)
      .map((line) => `- ${plain(line)}`)
      .join("\n"),
    printBlocks([{ kind: "command", text: command, subjects: shown.patches.map(({ subject }) => subject) }]),
  ].join("\n\n");
  return { title, rank: 2, text };
}

/** A series' patches, each folded, to the byte; none of one that cannot stand in a text. */
export function patchPieces({ shown }: Cell): Piece[] {
  const patches = shown.patches.flatMap(({ name, text }) => {
    const block = exactBlock(text, "diff");
    if (block === undefined) return [];
    return [foldable(name, `${formatPatchMarker(`${shown.folder}/${name}`)}\n\n${block}`)];
  });
  return patches.length < shown.patches.length
    ? []
    : [{ title: `the patches of ${shown.folder}`, rank: 4, text: patches.join("\n\n") }];
}

/** The part of the report on a series: findings first, then what its checks examined. */
export function resultPieces(section: Section, { shown }: Cell): Piece[] {
  const of = (kind: Block["kind"]) => section.blocks.filter((block) => block.kind === kind);
  const piece = (title: string, rank: number, kind: Block["kind"]): Piece => {
    const text = printBlocks(of(kind));
    return { title, rank, text: text === "" ? "" : foldable(title, text) };
  };
  return [
    piece(`findings on ${shown.folder}`, 3, "findings"),
    piece(`results of the checks on ${shown.folder}`, 5, "results"),
  ];
}
