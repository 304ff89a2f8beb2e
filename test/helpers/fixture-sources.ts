import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import type { GoParser } from "../../src/golang/index.ts";
import { packageRoot } from "../../src/host/assets.ts";
import type { Sources } from "../../src/profile/index.ts";

/** The files of a tree below `test/fixtures/`, by path. */
export function readFixture(name: string): Map<string, string> {
  const root = join(packageRoot, "test/fixtures", name);
  const entries = readdirSync(root, { recursive: true, withFileTypes: true });
  const paths = entries.filter((one) => one.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  return new Map(paths.map((path) => [relative(root, path), readFileSync(path, "utf8")]));
}

/** Sources of such files, as far as probes use them. */
export function sourcesOf(texts: ReadonlyMap<string, string>, parser: GoParser): Sources {
  const go: Sources["go"] = (path) => {
    const text = texts.get(path);
    return text === undefined ? undefined : parser.parse(path, text);
  };
  return { sha: "0".repeat(40), text: (path: string) => texts.get(path), go } as unknown as Sources;
}
