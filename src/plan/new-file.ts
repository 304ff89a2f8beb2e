import type { GoFormatter } from "../golang/index.ts";
import type { FactValues } from "../profile/index.ts";
import { fillImports } from "./imports.ts";

/** Finishes the text of files that a plan creates: imports, then gofmt. */
export interface NewFiles {
  complete(path: string, text: string, values: FactValues): string;
}

/** Caches its results: neighbouring releases render the same text. */
export function makeNewFiles(formatter: GoFormatter): NewFiles {
  const finished = new Map<string, string>();
  return {
    complete(path, text, values) {
      const packages = [
        values.nodePackage,
        values.configPackage,
        values.fakeAddressing,
        values.testHandler,
        values.ipam,
      ];
      const key = JSON.stringify([path, text, values.ciliumImportsFirst, packages]);
      let result = finished.get(key);
      if (result === undefined) {
        const filled = fillImports(text, values);
        result = formatter.formatAround(path, filled, [{ start: 0, end: filled.length }]).text;
        finished.set(key, result);
      }
      return result;
    },
  };
}
