import type { GoFormatter } from "../golang/index.ts";
import { fillImports } from "./imports.ts";
import type { PackageList } from "./view.ts";

/** Finishes the text of files that a plan creates: imports, then gofmt. */
export interface NewFiles {
  complete(path: string, text: string, packages: () => PackageList): string;
}

/** Caches its results: neighbouring releases render the same text. */
export function makeNewFiles(formatter: GoFormatter): NewFiles {
  const finished = new Map<string, string>();
  return {
    complete(path, text, packages) {
      const filled = fillImports(text, packages);
      const key = JSON.stringify([path, filled]);
      let result = finished.get(key);
      if (result === undefined) {
        result = formatter.formatAround(path, filled, [{ start: 0, end: filled.length }]).text;
        finished.set(key, result);
      }
      return result;
    },
  };
}
