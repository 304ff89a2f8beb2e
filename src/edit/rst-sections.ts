import type { TextFile } from "./edit-kind.ts";
import { mismatch } from "./mismatch.ts";
import { type Line, linesOf } from "./whole-lines.ts";

/** A section of a reStructuredText file. Offsets are string indices. */
export interface Section {
  readonly title: string;
  /** Where its title starts, overline included. */
  readonly start: number;
  /** Where the line below its title starts. */
  readonly bodyStart: number;
  /** Where its first subsection, or the next section, starts. */
  readonly bodyEnd: number;
  /** Where the next section of its level or of a higher one starts. */
  readonly end: number;
}

interface Title extends Pick<Section, "title" | "start" | "bodyStart"> {
  /** Adornments; the order in which they first appear gives the levels (docutils, "Sections"). */
  readonly style: string;
}

const adornment = /^([!-/:-@[-`{-~])\1*\s*$/;

/** The sections of a file, in order. */
export function sectionsOf(text: string): Section[] {
  const titles = titlesIn(linesOf(text));
  const styles = [...new Set(titles.map(({ style }) => style))];
  const level = ({ style }: Title) => styles.indexOf(style);
  return titles.map((title, index) => {
    const after = titles.slice(index + 1);
    return {
      title: title.title,
      start: title.start,
      bodyStart: title.bodyStart,
      bodyEnd: after[0]?.start ?? text.length,
      end: after.find((next) => level(next) <= level(title))?.start ?? text.length,
    };
  });
}

function titlesIn(lines: readonly Line[]): Title[] {
  const found: Title[] = [];
  lines.forEach((line, index) => {
    const [before, under] = [lines[index - 1], lines[index + 1]];
    const title = line.text.trim();
    if (title === "" || adornment.test(line.text) || !under || !adornment.test(under.text)) return;
    if (under.text.trimEnd().length < line.text.trimEnd().length) return;
    const isUnderTitle = before !== undefined && before.start < (found.at(-1)?.bodyStart ?? 0);
    const isOverlined = !isUnderTitle && before?.text.trimEnd() === under.text.trimEnd();
    if (!isOverlined && (/^\s/.test(line.text) || (before && !isBreak(before)))) return;
    const style = `${isOverlined ? "over " : ""}${under.text[0]}`;
    found.push({ title, style, start: (isOverlined ? before : line).start, bodyStart: under.next });
  });
  return found;
}

/** Whether a title may follow the line: a blank one, or what is under another title. */
function isBreak({ text }: Line): boolean {
  return text.trim() === "" || adornment.test(text);
}

/**
 * The section that titles lead to, from the outside in, `Upgrade > 1.19 notes`.
 *
 * @throws PatchkitError `golang/anchor-mismatch` if there is none, or more than one.
 */
export function resolveSection(file: TextFile, at: string): Section {
  const sections = sectionsOf(file.text);
  let found: readonly Section[] = sections;
  let scopes: readonly { readonly start: number; readonly end: number }[] = [
    { start: -1, end: file.text.length },
  ];
  for (const step of at.split(" > ")) {
    found = sections.filter(
      ({ title, start }) =>
        title === step && scopes.some((scope) => start > scope.start && start < scope.end),
    );
    scopes = found;
  }
  const [first, second] = found;
  if (!first) throw mismatch(file, `a section ${JSON.stringify(at)}`, titleList(sections));
  if (second) throw mismatch(file, `one section ${JSON.stringify(at)}`, `${found.length}`, second.start);
  return first;
}

function titleList(sections: readonly Section[]): string {
  const titles = sections.map(({ title }) => title);
  if (titles.length === 0) return "no sections";
  return `${titles.slice(0, 8).join(", ")}${titles.length > 8 ? ` and ${titles.length - 8} more` : ""}`;
}
