import { z } from "zod";
import type { PostedSeries } from "./post-marker.ts";

/** What a text says to the program: which series it is about, their patches, and files attached to it. */
export interface ParsedPost {
  readonly series: readonly PostedSeries[];
  /** Text of a patch by `<slug>/<variant>/<name>`. */
  readonly patches: ReadonlyMap<string, string>;
  /** Where the text says that the files of its series are, in order. */
  readonly files: readonly string[];
  /** URLs in the text that end in `.zip`, in order. */
  readonly zips: readonly string[];
}

const posted = z.object({ folder: z.string(), base: z.string(), digest: z.string() });

/** Reads a post, whose lines GitHub may have ended with CRLF; marks of another form are left out. */
export function parsePost(text: string): ParsedPost {
  const body = text.replace(/\r\n/g, "\n");
  const series = [...body.matchAll(/<!-- patchkit:series (\{.*?\}) -->/g)].flatMap(([, json = ""]) => {
    const parsed = posted.safeParse(asJson(json));
    return parsed.success ? [parsed.data] : [];
  });
  const blocks = body.matchAll(
    /<!-- patchkit:patch ("(?:[^"\\]|\\.)*") -->\n\n(`{3,})diff\n([\s\S]*?\n)\2(?=\n|$)/g,
  );
  const patches = new Map<string, string>();
  for (const [, json = "", , patch = ""] of blocks) {
    const path = asJson(json);
    if (typeof path === "string") patches.set(path, patch);
  }
  const files = [...body.matchAll(/<!-- patchkit:files ("(?:[^"\\]|\\.)*") -->/g)]
    .map(([, json = ""]) => asJson(json))
    .filter((url) => typeof url === "string");
  const zips = [...body.matchAll(/https?:\/\/[^\s()<>"'\]]+\.zip(?=[\s()<>"'\]]|$)/g)]
    .map(([url]) => url)
    .filter((url) => URL.canParse(url));
  return { series, patches, files: [...new Set(files)], zips: [...new Set(zips)] };
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
