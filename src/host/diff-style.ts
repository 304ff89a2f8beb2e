import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

/** The style sheet that diff2html's pages need, from its package. */
export async function readDiffStyle(): Promise<string> {
  const path = createRequire(import.meta.url).resolve("diff2html/bundles/css/diff2html.min.css");
  return readFile(path, "utf8");
}
