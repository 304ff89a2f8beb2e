/** What evidence can say of a box; what a person did, read or thinks is the person's. */
export const boxes = ["tests", "sign-off", "release-note"] as const;
export type Box = (typeof boxes)[number];

/** The words by which a template asks for it, as the template of cilium/cilium has done since v1.6. */
const boxWords: Readonly<Record<Box, RegExp>> = {
  tests: /\bcovered by\b.*\btests\b/i,
  "sign-off": /\bsigned[ -]off\b/i,
  "release-note": /\brelease[ -]note\b/i,
};

/** What a template is filled with. */
export interface Filling {
  /** Markdown for the place of the description. */
  readonly text: string;
  /** One sentence; null where there is none. */
  readonly releaseNote: string | null;
  readonly supports: readonly Box[];
}

const noteBlock = /^```release-note[^\n]*\n[\s\S]*?^```[ \t]*$\n?/m;

/**
 * A pull request template of a repository, filled in: the description, the sentence in the block `release-note`, and
 * those boxes ticked that evidence supports. Lines that ask for an issue's number go, as does a block without a note.
 */
export function fillTemplate(template: string, { text, releaseNote, supports }: Filling): string {
  const asked = template
    .replace(/\r\n?/g, "\n")
    // A record is this program's own, and stands at the end.
    .replace(/^(?:<!-- patchkit:.*-->|Patchkit-\w+: .*)\n?/gm, "")
    .replace(/^(?:Fixes|Closes|Resolves): #(?!\d)\S+[ \t]*\n?/gim, "")
    .replace(noteBlock, () => (releaseNote === null ? "" : `\`\`\`release-note\n${releaseNote}\n\`\`\`\n`))
    .replace(/^(\s*[-*] )\[ \](.*)$/gm, (line, bullet: string, words: string) =>
      supports.some((box) => boxWords[box].test(words)) ? `${bullet}[x]${words}` : line,
    )
    .replace(/\n{3,}/g, "\n\n");
  return `${place(asked, text).trim()}\n`;
}

/** The place of the description: a comment that asks for it, else below its heading, before the note, or at the end. */
function place(template: string, text: string): string {
  const comment = /<!--(?:(?!-->)[\s\S])*?\bdescri(?:(?!-->)[\s\S])*?-->/i;
  const heading = /^#{1,6}[^\n]*\b(?:description|summary|what)\b[^\n]*$/im;
  if (comment.test(template)) return template.replace(comment, () => text);
  if (heading.test(template)) return template.replace(heading, (line) => `${line}\n\n${text}`);
  if (noteBlock.test(template)) return template.replace(noteBlock, (block) => `${text}\n\n${block}`);
  return `${template.trimEnd()}\n\n${text}`;
}
