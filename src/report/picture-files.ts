import { comparisonSvg } from "./comparison-svg.ts";
import { html, trusted } from "./html-text.ts";
import { colour, pictureFonts, standaloneStyle } from "./picture-style.ts";
import { signs } from "./report-words.ts";
import type { Block, Pictures, Section } from "./section.ts";

/** A picture of a report as a file of its own. */
export interface PictureFile {
  /** Without extension; unique in the report. */
  readonly name: string;
  /** What it shows, for a text that links it. */
  readonly title: string;
  readonly svg: string;
}

type Picture = Pictures["pictures"][number];

/** Every picture of a report, and its lists of lines before and after, in order; each an SVG that stands alone. */
export function pictureFiles(tree: Section): PictureFile[] {
  return tree.sections.flatMap((section) => sectionPictures(section, ""));
}

function sectionPictures({ title, id, blocks, sections }: Section, above: string): PictureFile[] {
  const words = title.map((part) => (typeof part === "string" ? part : part.foreign)).join("");
  const name = nameOf([above === "" ? (id ?? words) : words, above].filter(Boolean).join(" "));
  const shown = above === "" ? words : `${words}, ${above}`;
  const own = blocks.flatMap((block) => blockPictures(block, name, shown));
  return [...own, ...sections.flatMap((section) => sectionPictures(section, words))];
}

function blockPictures(block: Block, name: string, title: string): PictureFile[] {
  if (block.kind === "comparison") return [{ name, title, svg: comparisonSvg(block, title) }];
  if (block.kind !== "pictures") return [];
  return block.pictures.map((picture, index) => ({
    name: `${name}-${index + 1}`,
    title: picture.cases.map(({ label }) => label).join(", "),
    svg: captioned(picture, block.style),
  }));
}

/** `Routes to x, before` becomes `routes-to-x-before`. */
function nameOf(words: string): string {
  return words
    .toLowerCase()
    .replace(/[^\p{L}\p{N}_.]+/gu, "-")
    .replace(/^[-.]+|-+$/g, "");
}

const width = 560;
const lineHeight = 22;

/** A picture below what it stands for: the cases, and what came of each. */
function captioned({ cases, results, svg }: Picture, style: string): string {
  const lines = [
    ...cases.map(({ label, remark, mark }) => ({
      text: [label, remark, mark && `${signs[mark.tone]} ${mark.words}`].filter(Boolean).join(" – "),
      weight: "bold",
    })),
    ...results.map(({ when, mark }) => ({
      text: `${when}: ${signs[mark.tone]} ${mark.words}`,
      weight: "normal",
    })),
  ].flatMap(({ text, weight }) => wrap(text, 66).map((part) => ({ text: part, weight })));
  const [, viewWidth = "360", viewHeight = "316"] = /viewBox="0 0 (\d+) (\d+)"/.exec(svg) ?? [];
  const top = 20 + lines.length * lineHeight;
  const pictureHeight = Math.round(((width - 40) * Number(viewHeight)) / Number(viewWidth));
  const height = top + pictureHeight + 20;
  const placed = svg.replace(
    "<svg ",
    `<svg x="20" y="${top}" width="${width - 40}" height="${pictureHeight}" `,
  );
  return html`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">
<style>${trusted(standaloneStyle(style))}</style>
<rect width="100%" height="100%" fill="${colour("bg")}"/>
<g font-family="${trusted(pictureFonts.sans)}" font-size="14" fill="${colour("text")}">
${lines.map(({ text, weight }, index) => html`<text x="20" y="${28 + index * lineHeight}" font-weight="${weight}">${text}</text>\n`)}</g>
${trusted(placed)}
</svg>
`.markup;
}

/** Words in lines of at most so many characters, where blanks allow it. */
function wrap(text: string, most: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= most)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
