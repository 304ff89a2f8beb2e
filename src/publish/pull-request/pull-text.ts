import { type Box, fillTemplate } from "./fill-template.ts";
import { unwrap } from "./unwrap.ts";

/** What a pull request says. */
export interface PullText {
  /** One line, without a full stop. */
  readonly title: string;
  /** Markdown: the problem, the change, its limits; its titles are of the second level. */
  readonly description: string;
  /** What was checked, where, and of which patches: a line each. */
  readonly evidence: readonly string[];
  /** The target's own template; null if it has none. */
  readonly template: string | null;
  /** One sentence for users; null if there is none. */
  readonly releaseNote: string | null;
  /** What evidence says of the template's boxes. */
  readonly supports: readonly Box[];
}

/** A pull request of another variant on the same base. */
export interface Sibling {
  readonly variant: string;
  /** Null until it is opened. */
  readonly number: number | null;
}

/** Most characters of a body: "body is too long (maximum is 65536 characters)". The record takes its part of them. */
export const bodyLimit = 65_536;
const roomForRecord = 1_000;

/** Title and description of a cover letter: its first line, and all but the lines that apply it. */
export function readCoverLetter(letter: string): { readonly title: string; readonly description: string } {
  const [title = "", ...rest] = letter.trimStart().split("\n");
  const text = rest.join("\n");
  const end = text.search(/^git am .*\*\.patch$/m);
  return { title: title.trim(), description: (end === -1 ? text : text.slice(0, end)).trim() };
}

/**
 * The whole text of a pull request but its record, in GitHub's Markdown. A description that is too long is cut at the
 * end of a paragraph, and the text says so.
 */
export function formatText(
  { description, evidence, template, releaseNote, supports }: PullText,
  siblings: readonly Sibling[],
  limit = bodyLimit,
): string {
  const tail = [
    `## Evidence\n\n${evidence.map((line) => `- ${line}`).join("\n")}`,
    ...siblingsText(siblings),
  ].join("\n\n");
  const fill = (text: string) =>
    template === null ? text : fillTemplate(template, { text, releaseNote, supports }).trim();
  const room = limit - roomForRecord - fill(tail).length - 4;
  return fill(`${cutAtParagraph(unwrap(description), room)}\n\n${tail}`);
}

function siblingsText(siblings: readonly Sibling[]): string[] {
  if (siblings.length === 0) return [];
  const lines = siblings.map(
    ({ variant, number }) => `- \`${variant}\`: ${number === null ? "to be opened" : `#${number}`}`,
  );
  return [`## Alternatives\n\nOther ways to do the same, on the same base:\n\n${lines.join("\n")}`];
}

const cutNote =
  "_The description was too long for GitHub and was cut here; the series' cover letter has all of it._";

function cutAtParagraph(text: string, room: number): string {
  if (text.length <= room) return text;
  const kept = text.slice(0, Math.max(0, room - cutNote.length - 2));
  const end = kept.lastIndexOf("\n\n");
  return `${kept.slice(0, end === -1 ? kept.length : end)}\n\n${cutNote}`;
}
