/** What a text that people read says to the program about a series in it. */
export interface PostedSeries {
  /** `<slug>/<variant>`. */
  readonly folder: string;
  readonly base: string;
  /** sha256 of the patches' bytes in order. */
  readonly digest: string;
}

/** A comment of HTML, which GitHub keeps and does not show; two hyphens would end it, so that they are escaped. */
export function formatMarker({ folder, base, digest }: PostedSeries): string {
  return `<!-- patchkit:series ${JSON.stringify({ folder, base, digest }).replaceAll("--", "-\\u002d")} -->`;
}

/** Marks the patch in the block of code that follows. */
export function formatPatchMarker(path: string): string {
  return `<!-- patchkit:patch ${JSON.stringify(path).replaceAll("--", "-\\u002d")} -->`;
}

/** Marks where the files of the series are: a gist, or a commit on GitHub. */
export function formatFilesMarker(url: string): string {
  return `<!-- patchkit:files ${JSON.stringify(url).replaceAll("--", "-\\u002d")} -->`;
}

/**
 * A text as a block of code from which it can be read back to the byte; undefined if it cannot be: GitHub takes out
 * NUL and may write line breaks as CRLF.
 */
export function exactBlock(text: string, language: string): string | undefined {
  if (!text.endsWith("\n") || /[\0\r]/.test(text)) return undefined;
  const runs = text.match(/`+/g) ?? [];
  const fence = "`".repeat(Math.max(3, ...runs.map((run) => run.length + 1)));
  return `${fence}${language}\n${text}${fence}`;
}
