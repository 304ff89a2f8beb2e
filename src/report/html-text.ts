import { withoutControls } from "./markdown-text.ts";

/** HTML for the page. */
export interface Markup {
  readonly markup: string;
}

/** What a hole of `html` may contain. */
type Hole = string | number | Markup | readonly Hole[];

/** HTML with holes: text in them is always escaped; markup and lists of it are inserted unchanged. */
export function html(parts: TemplateStringsArray, ...holes: readonly Hole[]): Markup {
  return { markup: parts.map((part, index) => part + fill(holes[index] ?? "")).join("") };
}

/** An empty hole. */
export const nothing: Markup = { markup: "" };

/** Marks text as HTML. Never use it for text from evidence. */
export function trusted(markup: string): Markup {
  return { markup };
}

/** Text between tags, where quotes need no escape. */
export function inText(text: string): Markup {
  return { markup: html`${text}`.markup.replaceAll("&#39;", "'").replaceAll("&#34;", '"') };
}

function fill(hole: Hole): string {
  if (typeof hole === "object") return "markup" in hole ? hole.markup : hole.map(fill).join("");
  return withoutControls(String(hole)).replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}
