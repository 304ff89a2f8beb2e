import { fillImports, type GoPackage, type ImportLayout, isGoPath } from "../edit/index.ts";
import type { GoFormatter } from "../golang/index.ts";
import { ciliumModule, type FactValues } from "../profile/index.ts";
import type { Vocabulary } from "./view.ts";

/** Finishes the text of files that a plan creates: imports, then gofmt. Other files than Go's are as they are. */
export interface NewFiles {
  /**
   * @param imports the packages in the template's header.
   * @param layout asked for only if the file is Go.
   */
  complete(path: string, text: string, imports: readonly GoPackage[], layout: () => ImportLayout): string;
}

/** Caches its results: neighbouring releases render the same text. */
export function makeNewFiles(formatter: GoFormatter): NewFiles {
  const finished = new Map<string, string>();
  return {
    complete(path, text, imports, layout) {
      if (!isGoPath(path)) return text;
      const groups = layout();
      const key = JSON.stringify([path, text, imports, groups]);
      let result = finished.get(key);
      if (result === undefined) {
        const filled = fillImports(text, imports, groups);
        result = formatter.formatAround(path, filled, [{ start: 0, end: filled.length }]).text;
        finished.set(key, result);
      }
      return result;
    },
  };
}

/** How a release groups its imports. */
export function layoutOf<Facts extends FactValues>(
  vocabulary: Vocabulary<Facts>,
  facts: Facts,
): ImportLayout {
  return { module: ciliumModule, ownFirst: vocabulary.ownImportsFirst(facts) };
}
