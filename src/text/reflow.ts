/**
 * Wraps paragraphs at a width. Preformatted blocks do not change: indented lines, lists, underlined titles,
 * and everything after a signature line.
 */
export function reflow(text: string, width: number): string {
  return text
    .split(/\n{2,}/)
    .map((block) => (isLaidOut(block) ? block : fill(block, width)))
    .join("\n\n");
}

function isLaidOut(block: string): boolean {
  return /^[\s-]/m.test(block) || /^\w+: {2,}/m.test(block);
}

function fill(block: string, width: number): string {
  const lines: string[] = [];
  let line = "";
  for (const word of block.split(/\s+/).filter(Boolean)) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  return [...lines, line].join("\n");
}
