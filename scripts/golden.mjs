// Renders the sample tree's series anew into patches/, and the schemas into schemas/.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const work = mkdtempSync(join(tmpdir(), "cilium-patchkit-golden-"));
const run = (...args) => execFileSync(process.execPath, args, { cwd: root, stdio: "inherit" });
try {
  run("dist/bin/cilium-patchkit.js", "demo", "--out", work, "--quiet");
  const refs = ["v1.9.0", "v1.10.12", "v1.15.0-dev", "v1.19.0-dev"].flatMap((ref) => ["--ref", ref]);
  run("dist/bin/cilium-patchkit.js", "generate", "-C", join(work, "sample.git"), ...refs, "--out", "patches");
  run("scripts/schemas.mjs");
} finally {
  rmSync(work, { recursive: true, force: true });
}
