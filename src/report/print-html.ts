import { blockHtml } from "./html-blocks.ts";
import { html, type Markup, nothing, trusted } from "./html-text.ts";
import { comparisonStyle, diffStyle, printStyle, reportStyle } from "./report-style.ts";
import type { Section, Title } from "./section.ts";

/**
 * A tree of sections as one page without external resources and scripts; its content security policy forbids both.
 *
 * @param libraryStyle diff2html's own CSS.
 */
export function printHtml(tree: Section, libraryStyle: string): string {
  const styles = [reportStyle, ...pictureStyles(tree), comparisonStyle, diffStyle, printStyle];
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="color-scheme" content="light dark">
<title>${titleHtml(tree.title)}</title>
<style>${trusted(libraryStyle)}${styles.map(trusted)}</style>
</head>
<body>
<main>
${sectionHtml(tree, 1)}
</main>
</body>
</html>
`.markup;
}

/** Styles of the pictures in a tree, each once. */
function pictureStyles(tree: Section): string[] {
  const all = (section: Section): string[] => [
    ...section.blocks.flatMap((block) => (block.kind === "pictures" ? [block.style] : [])),
    ...section.sections.flatMap(all),
  ];
  return [...new Set(all(tree))];
}

/** A section and those in it, each part on a line of its own, and a blank line after the last of those in it. */
function sectionHtml({ title, id, blocks, sections }: Section, level: number): Markup {
  const name = trusted(`h${level}`);
  const anchor = id === undefined ? nothing : html` id="${id}"`;
  const parts = [
    html`<${name}${anchor}>${titleHtml(title)}</${name}>`,
    ...blocks.map(blockHtml),
    ...sections.map((section) => sectionHtml(section, level + 1)),
    ...(sections.length > 0 ? [nothing] : []),
  ];
  return trusted(parts.map(({ markup }) => markup).join("\n"));
}

function titleHtml(title: Title): Markup {
  return html`${title.map((words) => (typeof words === "string" ? words : words.foreign))}`;
}
