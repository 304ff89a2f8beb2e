/** A list item: `- `, `* ` or `1. `. */
const item = /^ {0,3}(?:[-*+]|\d+[.)]) /;
/** A footnote as in mails: `[1] https://...`. */
const footnote = /^\[\d+\] /;
/** Code, or text below a list item's own. */
const deep = /^(?: {4}|\t)/;

/**
 * Joins the lines of each paragraph and list item: GitHub shows the line breaks of a pull request's text as they are,
 * so that lines wrapped at a width are ragged on a narrow screen. Code, underlined titles, footnotes and columns keep
 * their lines, and a text with a fenced block keeps all of them.
 */
export function unwrap(text: string): string {
  if (/^ *(?:```|~~~)/m.test(text)) return text;
  return text
    .split(/\n{2,}/)
    .map((block) => (isLaidOut(block) ? block : joinLines(block)))
    .join("\n\n");
}

/** Code, a title with its underline, or columns such as `kept:  a`. */
function isLaidOut(block: string): boolean {
  return deep.test(block) || /^(?:-{3,}|={3,})$/m.test(block) || /^\w+: {2,}/m.test(block);
}

function joinLines(block: string): string {
  const joined: string[] = [];
  for (const line of block.split("\n")) {
    const last = joined.at(-1);
    const isOwn = last === undefined || item.test(line) || footnote.test(line) || deep.test(line);
    if (isOwn) joined.push(line);
    else joined[joined.length - 1] = `${last} ${line.trimStart()}`;
  }
  return joined.join("\n");
}
