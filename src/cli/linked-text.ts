import { isAbsolute } from "node:path";
import { pathToFileURL } from "node:url";

/** Text up to white space or what a sentence or a shell puts around it; its last character is no punctuation. */
const webAddress = /https?:\/\/[^\s\x1b"'<>()]*[^\s\x1b"'<>().,;:]/;

/**
 * Text in which addresses of the web, and paths that the printed value names, are links of a terminal (OSC 8, as in
 * gist.github.com/egmontkob/eb114294efbcd5adb1944c9f3cb5feda). What is read stays the same.
 *
 * @param text without control characters but our own colours, so that no link is in it yet.
 * @param value what the text is about; its own strings that are absolute paths, and those of its parts, become links.
 */
export function linkedText(text: string, value: unknown): string {
  const paths = pathsIn(value).sort((a, b) => b.length - a.length);
  const ends = paths.map((path) => `(?<!\\S)${path.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")}(?=$|[\\s,:;])`);
  const pattern = new RegExp([webAddress.source, ...ends].join("|"), "gm");
  return text.replace(pattern, (found) => {
    const url = isAbsolute(found) ? pathToFileURL(found).href : webUrl(found);
    return url === undefined ? found : `\x1b]8;;${url}\x1b\\${found}\x1b]8;;\x1b\\`;
  });
}

function webUrl(text: string): string | undefined {
  return URL.canParse(text) ? new URL(text).href : undefined;
}

/** Lists are left out: what is in them may come from a tree. */
function pathsIn(value: unknown, isPart = false): string[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [];
  return Object.values(value).flatMap((one: unknown) => {
    if (typeof one === "string") return isAbsolute(one) && one !== "/" ? [one] : [];
    return isPart ? [] : pathsIn(one, true);
  });
}
