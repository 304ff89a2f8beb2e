import type { GoFile } from "../../src/golang/index.ts";
import type { FactValue, Found } from "../../src/profile/index.ts";
import type { Sources } from "../../src/profile/sources.ts";
import { makeGoParser } from "./go.ts";

const parser = await makeGoParser();

/** Sources that have these files, for the probes of one fact. */
export function sourcesOf(texts: Readonly<Record<string, string>>): Sources {
  const parsed = new Map<string, GoFile>();
  const go = (path: string) => {
    const text = texts[path];
    if (text === undefined) return undefined;
    const file = parsed.get(path) ?? parser.parse(path, text);
    parsed.set(path, file);
    return file;
  };
  const goFiles = () => new Map(Object.entries(texts).filter(([path]) => path.endsWith(".go")));
  const sources: Pick<Sources, "sha" | "text" | "go" | "firstGo" | "goFiles" | "siblings"> = {
    sha: "0".repeat(40),
    text: (path) => texts[path],
    go,
    firstGo: (paths) => go(paths.find((path) => texts[path] !== undefined) ?? ""),
    goFiles,
    siblings: new Map(),
  };
  return sources as Sources;
}

/** What a probe found: the fact, or why there is none. */
export function factOf(found: Found<FactValue>): FactValue {
  return "missing" in found ? `missing: ${found.missing}` : found.value;
}
