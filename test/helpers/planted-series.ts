import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { digestOf } from "../../src/series/index.ts";
import type { Origin } from "./clone.ts";
import { patchkit } from "./clone-program.ts";

/**
 * The flag-gate series with a change of the caller's in one file; series.json says what it said.
 *
 * @param dir a folder that is not there yet.
 * @param added more files, by path.
 * @returns the output folder that holds the series.
 */
export async function plantedSeries(
  origin: Origin,
  dir: string,
  ref: string,
  path: string,
  change: (text: string) => string,
  added: Readonly<Record<string, string>> = {},
): Promise<string> {
  await patchkit(["generate", "-C", origin.dir, "--ref", ref, "--variant", "flag-gate", "--out", dir]);
  const series = join(dir, ref, "flag-gate");
  const tree = `${dir}-tree`;
  const git = (args: readonly string[], cwd = tree) =>
    execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@localhost", ...args], {
      cwd,
      stdio: "pipe",
    });
  git(["clone", "--quiet", origin.dir, tree], dir);
  git(["checkout", "--quiet", "--detach", ref]);
  const patches = readdirSync(series).filter((file) => file.endsWith(".patch"));
  git(["am", "--quiet", ...patches.map((file) => join(series, file))]);
  const file = join(tree, path);
  const text = existsSync(file) ? readFileSync(file, "utf8") : "";
  if (change(text) === text) throw new Error(`expected a change of ${path}, found none`);
  for (const [name, content] of Object.entries({ [path]: change(text), ...added })) {
    mkdirSync(dirname(join(tree, name)), { recursive: true });
    writeFileSync(join(tree, name), content);
  }
  git(["add", "--all"]);
  git(["commit", "--quiet", "--all", "--message", "planted"]);
  for (const patch of patches) rmSync(join(series, patch));
  git(["format-patch", "--quiet", "-o", series, ref]);
  const names = readdirSync(series).filter((entry) => entry.endsWith(".patch"));
  writeFileSync(join(series, "series"), names.map((entry) => `${entry}\n`).join(""));
  const about = JSON.parse(readFileSync(join(series, "series.json"), "utf8"));
  const texts = names.map((entry) => readFileSync(join(series, entry), "utf8"));
  writeFileSync(join(series, "series.json"), JSON.stringify({ ...about, digest: digestOf(texts) }));
  return dir;
}
