import { z } from "zod";
import { type Edit, lineStart } from "../text/index.ts";
import { commonFields, type TextFile, type Written } from "./edit-kind.ts";
import { mismatch } from "./mismatch.ts";
import { resolveSection, type Section } from "./rst-sections.ts";
import { makeTextKind } from "./text-kind.ts";
import { insertLines, withoutBlankEnds } from "./whole-lines.ts";

const header = z.strictObject({
  ...commonFields,
  at: z
    .string()
    .min(1)
    .describe("Title of the section, or titles from the outside in: `Upgrade Notes > 1.19`."),
  place: z
    .enum(["start", "end", "after"])
    .describe(
      "Below the title, at the `end` of the section's text and in front of its subsections, or `after` all of it.",
    ),
});

/**
 * A paragraph, a list item, a directive or a section in a section of a reStructuredText file. Blank lines stand around
 * it, except between items of one list that has none. Labels of the next section stay with that.
 *
 *     ---
 *     file: Documentation/upgrade.rst
 *     kind: rst-block
 *     at: Upgrade Notes > New options
 *     place: end
 *     ---
 *     * ``packets``: Log every packet.
 */
export const rstBlock = makeTextKind({
  name: "rst-block",
  header,
  locate(file, edit) {
    const section = resolveSection(file, edit.at);
    const block = withoutBlankEnds(edit.text);
    if (edit.place === "start") return [atStart(file, section, block)];
    return [atEnd(file.text, edit.place === "end" ? section.bodyEnd : section.end, block)];
  },
  isPresent(file, edit) {
    const section = resolveIfThere(file, edit);
    if (!section) return false;
    const within = edit.place === "after" ? file.text : file.text.slice(section.bodyStart, section.bodyEnd);
    return `\n${within}\n`.includes(`\n${withoutBlankEnds(edit.text)}\n`);
  },
});

function resolveIfThere(file: TextFile, { at }: z.infer<typeof header> & Written): Section | undefined {
  try {
    return resolveSection(file, at);
  } catch {
    return undefined;
  }
}

function atStart(file: TextFile, { bodyStart }: Section, block: string): Edit {
  const { text } = file;
  const next = text.slice(bodyStart).replace(/^\n+/, "");
  // Behind a directive or an item, it would be a part of that.
  if (/^[ \t]+\S/.test(next))
    throw mismatch(file, "text at the margin below the title", "indented text", bodyStart);
  const lead = text.length - bodyStart - next.length;
  if (sameBullet(block, next) && lead > 0) return insertLines(text, bodyStart + lead, block);
  return insertLines(text, bodyStart, `\n${apartFrom(text.slice(bodyStart), block)}`);
}

/** The block with a blank line behind it where what follows has none in front. */
function apartFrom(following: string, block: string): string {
  return following === "" || following.startsWith("\n") ? block : `${block}\n\n`;
}

/** Behind the last text in front of an offset that is not a label of what follows. */
function atEnd(text: string, end: number, block: string): Edit {
  let offset = end;
  while (offset > 0) {
    const start = lineStart(text, offset - 1);
    if (!/^(\s*|\.\. _[^:]*:\s*)$/.test(text.slice(start, offset))) break;
    offset = start;
  }
  const paragraphs = text
    .slice(0, offset)
    .trimEnd()
    .split(/\n[ \t]*\n/);
  const [before = "", last = ""] = paragraphs.slice(-2);
  const isAlone = sameBullet(block, last) && !sameBullet(block, before);
  const isListed = isAlone || hasItemInside(block, last);
  return insertLines(text, offset, `${isListed ? "" : "\n"}${apartFrom(text.slice(offset), block)}`);
}

/** Whether an item of the block's list stands right below another line of a paragraph. */
function hasItemInside(block: string, paragraph: string): boolean {
  return paragraph.split("\n").some((line, index) => index > 0 && sameBullet(block, line));
}

/** Whether two blocks begin with the same bullet, so that they are items of one list. */
function sameBullet(one: string, other: string): boolean {
  const bullet = /^[*+-] /.exec(one)?.[0];
  return bullet !== undefined && other.replace(/^\n+/, "").startsWith(bullet);
}
