import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";

/**
 * Makes a folder for `--cache` whose Go build caches all test files share: to compile Go's own packages takes longer
 * than most tests. All else in it, such as answers and trees, is the caller's own.
 */
export function cacheFolder(parent: string, name = "cache"): string {
  const folder = join(parent, name);
  mkdirSync(join(folder, "sandbox"), { recursive: true });
  const shared = process.env["PATCHKIT_TEST_GO_CACHE"];
  if (shared !== undefined) {
    symlinkSync(join(shared, "trusted"), join(folder, "go"));
    symlinkSync(join(shared, "sandboxed"), join(folder, "sandbox", "go"));
  }
  return folder;
}
