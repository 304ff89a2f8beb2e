import { readPart } from "../series/index.ts";
import type { ChosenCells } from "./choose-cells.ts";

/** Files of a series beside its patches, where they are there. */
const parts = ["series", "series.json", "cover-letter.txt", "answers.md"];

/** The files of each chosen series by folder and name, patches first; the bytes are those on disk. */
export async function readSeriesTexts(
  out: string,
  { cells }: ChosenCells,
): Promise<Map<string, ReadonlyMap<string, string>>> {
  const all = new Map<string, ReadonlyMap<string, string>>();
  for (const { series } of cells) {
    const texts = await Promise.all(parts.map((name) => readPart(out, series.folder, name)));
    all.set(
      series.folder,
      new Map([
        ...series.patches.map(({ name, text }): [string, string] => [name, text]),
        ...parts.flatMap((name, index): [string, string][] => {
          const text = texts[index];
          return text === undefined ? [] : [[name, text]];
        }),
      ]),
    );
  }
  return all;
}
