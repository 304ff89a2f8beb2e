// Renders the sample tree's series anew into patches/, the schemas into schemas/, and the reference into templates/.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openGit } from "../dist/host/git.js";
import { makeSampleRepository } from "../dist/host/sample-repository.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const work = mkdtempSync(join(tmpdir(), "cilium-patchkit-golden-"));
const run = (...args) => execFileSync(process.execPath, args, { cwd: root, stdio: "inherit" });
try {
  const git = openGit({ env: process.env, signal: new AbortController().signal });
  const sample = join(work, "sample.git");
  const shapes = await makeSampleRepository(git, join(root, "sample"), sample);
  const refs = shapes.flatMap((ref) => ["--ref", ref]);
  run("dist/bin/cilium-patchkit.js", "generate", "-C", sample, ...refs, "--out", "patches");
  run("scripts/schemas.mjs");
  run("scripts/reference.mjs");
} finally {
  rmSync(work, { recursive: true, force: true });
}
