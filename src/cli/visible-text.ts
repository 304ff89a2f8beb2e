/** C0 without tab and line feed, DEL, C1, bidirectional controls, and Unicode's line and paragraph separators. */
const controls = "[\\0-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u202a-\\u202e\\u2066-\\u2069\\u2028\\u2029]";

/** The codes of our own colours: bold, dim, red, green, yellow, cyan, and the ends of each. */
const ownColours = "\\x1b\\[(?:1|2|22|31|32|33|36|39)m";

/**
 * Text as it may be shown on a terminal: control characters are written as `\x1b` or `\u202e`, because text
 * of a tree, a series or a program could move the cursor, change the title or reorder what is read.
 *
 * @param color whether the codes of our own colours are kept.
 */
export function visibleText(text: string, color: boolean): string {
  const pattern = new RegExp(color ? `${ownColours}|${controls}` : controls, "g");
  return text.replace(pattern, (found) => (found.length > 1 ? found : escaped(found)));
}

/**
 * JSON with the same characters as `\u` escapes, which readers of JSON undo.
 *
 * @param indent 0 for one line.
 */
export function visibleJson(value: unknown, indent = 2): string {
  const text = JSON.stringify(value, null, indent);
  return text.replace(new RegExp(controls, "g"), (found) => `\\u${hex(found, 4)}`);
}

function escaped(character: string): string {
  return character.charCodeAt(0) > 0xff ? `\\u${hex(character, 4)}` : `\\x${hex(character, 2)}`;
}

function hex(character: string, digits: number): string {
  return character.charCodeAt(0).toString(16).padStart(digits, "0");
}
