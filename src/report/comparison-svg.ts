import { html, trusted } from "./html-text.ts";
import { colour, pictureFonts } from "./picture-style.ts";
import type { ComparedLine, Comparison } from "./section.ts";

const margin = 20;
const lineHeight = 19;
/** Of a character of DejaVu Sans Mono at 12 px. */
const charWidth = 7.3;

interface Row {
  readonly text: string;
  readonly look: "title" | "head" | "kept" | "removed" | "added" | "note";
}

/** Lines before and after as a picture, one list below the other; every change has a sign, not its colour alone. */
export function comparisonSvg({ nouns, before, after }: Comparison, title: string): string {
  const rows: Row[] = [
    { text: title, look: "title" },
    ...(before ? listRows(`Before: ${before.label}`, before.lines, nouns, false) : []),
    ...after.flatMap(({ label, lines }) => listRows(`After: ${label}`, lines, nouns, before !== undefined)),
  ];
  const longest = Math.max(...rows.map(({ text, look }) => text.length * (look === "title" ? 1.2 : 1)));
  const width = Math.ceil(longest * charWidth) + 2 * margin;
  const height = rows.length * lineHeight + 2 * margin;
  return html`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${title}">
<rect width="100%" height="100%" fill="${colour("bg")}"/>
<g font-size="12" font-family="${trusted(pictureFonts.mono)}">
${rows.map((row, index) => rowText(row, margin + 12 + index * lineHeight))}</g>
</svg>
`.markup;
}

function listRows(head: string, lines: readonly ComparedLine[], nouns: string, mayBeSame: boolean): Row[] {
  const blank: Row = { text: "", look: "note" };
  if (mayBeSame && lines.every(({ change }) => change === "kept"))
    return [blank, { text: `${head}: the same ${nouns} as before`, look: "head" }];
  if (lines.length === 0) return [blank, { text: head, look: "head" }, { text: "  (none)", look: "note" }];
  const sign = { kept: " ", removed: "-", added: "+" };
  return [
    blank,
    { text: head, look: "head" },
    ...lines.map(({ change, text, remark }) => ({
      text: `${sign[change]} ${text}${remark === undefined ? "" : `   # ${remark}`}`,
      look: change,
    })),
  ];
}

function rowText({ text, look }: Row, y: number) {
  if (text === "") return html``;
  const fill = { title: "text", head: "text", kept: "text", note: "muted", removed: "bad", added: "good" }[
    look
  ];
  const strong = look === "title" || look === "head";
  const font = strong ? html` font-family="${trusted(pictureFonts.sans)}" font-weight="bold"` : html``;
  const size = look === "title" ? html` font-size="14"` : html``;
  return html`<text x="${margin}" y="${y}" fill="${colour(fill)}" xml:space="preserve"${font}${size}>${text}</text>
`;
}
