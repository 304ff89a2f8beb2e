import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Makes the build caches of `cacheFolder`, and removes them when all files are done. */
export function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), "patchkit-go-cache-"));
  for (const name of ["sandboxed", "trusted"]) mkdirSync(join(folder, name));
  process.env["PATCHKIT_TEST_GO_CACHE"] = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}
