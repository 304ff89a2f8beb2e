import { withoutComments } from "../golang/index.ts";
import type { Sources } from "../profile/index.ts";
import { lineAt } from "../text/index.ts";

/**
 * Where a tree already registers a flag: in a command reference, which also lists the flags of hive cells, or as a
 * quoted name in the packages that are read. Undefined if neither contains it.
 */
export function registeredFlag(sources: Sources, flag: string): { path: string; line: number } | undefined {
  const listed = new RegExp(`^ +(?:-\\w, )?--${flag}(?![\\w-])`, "m");
  for (const [path, text] of sources.references) {
    const at = text.includes(`--${flag}`) ? text.search(listed) : -1;
    if (at !== -1) return { path, line: lineAt(text, at) };
  }
  const quoted = new RegExp(`["\`]${flag}["\`]`);
  for (const folder of sources.goFolders) {
    for (const [path, text] of sources.goFiles(folder) ?? []) {
      if (path.endsWith("_test.go") || !text.includes(flag)) continue;
      const at = withoutComments(text).search(quoted);
      if (at !== -1) return { path, line: lineAt(text, at) };
    }
  }
  return undefined;
}
