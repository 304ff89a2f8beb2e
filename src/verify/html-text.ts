import { withoutControls } from "./markdown-text.ts";

/** HTML as it goes into the page. */
export interface Markup {
  readonly markup: string;
}

/** What may stand in a hole of `html`. */
type Hole = string | number | Markup | readonly Hole[];

/** HTML with holes: text in them is escaped, whatever it is; markup and lists of it go in as they are. */
export function html(parts: TemplateStringsArray, ...holes: readonly Hole[]): Markup {
  return { markup: parts.map((part, index) => part + fill(holes[index] ?? "")).join("") };
}

/** Nothing, for a hole that stays empty. */
export const nothing: Markup = { markup: "" };

/** Text that is HTML already. Never for text from evidence. */
export function trusted(markup: string): Markup {
  return { markup };
}

function fill(hole: Hole): string {
  if (typeof hole === "object") return "markup" in hole ? hole.markup : hole.map(fill).join("");
  return withoutControls(String(hole)).replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}
