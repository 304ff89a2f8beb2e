import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { packageRoot } from "../../src/host/assets.ts";

/** The files of a tree below `test/fixtures/`, by path. */
export function readFixture(name: string): Map<string, string> {
  const root = join(packageRoot, "test/fixtures", name);
  const entries = readdirSync(root, { recursive: true, withFileTypes: true });
  const paths = entries.filter((one) => one.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  return new Map(paths.map((path) => [relative(root, path), readFileSync(path, "utf8")]));
}
