/** Replaces `[start, end)` by `text`. Offsets are JS string indices (UTF-16 code units), not bytes. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Applies edits that do not overlap, given in any order; edits at one offset keep their given order. */
export function applyEdits(source: string, edits: readonly Edit[]): string {
  let result = "";
  let position = 0;
  for (const edit of inOrder(edits)) {
    if (edit.start < position || edit.end < edit.start || edit.end > source.length) {
      throw new Error(`edit [${edit.start}, ${edit.end}) overlaps another or leaves the text`);
    }
    result += source.slice(position, edit.start) + edit.text;
    position = edit.end;
  }
  return result + source.slice(position);
}

/** The edits that turn `applyEdits(source, edits)` back into `source`. */
export function invertEdits(source: string, edits: readonly Edit[]): Edit[] {
  let shift = 0;
  return inOrder(edits).map(({ start, end, text }) => {
    const inverse = {
      start: start + shift,
      end: start + shift + text.length,
      text: source.slice(start, end),
    };
    shift += text.length - (end - start);
    return inverse;
  });
}

/** Ranges of the edits' texts in the edited text, in order. */
export function editedRanges(edits: readonly Edit[]): { start: number; end: number }[] {
  let shift = 0;
  return inOrder(edits).map(({ start, end, text }) => {
    const range = { start: start + shift, end: start + shift + text.length };
    shift += text.length - (end - start);
    return range;
  });
}

function inOrder(edits: readonly Edit[]): Edit[] {
  return [...edits].sort((a, b) => a.start - b.start || a.end - b.end);
}
