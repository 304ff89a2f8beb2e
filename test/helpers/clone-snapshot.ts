import { createHash } from "node:crypto";
import { type Dirent, lstatSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import type { Clone } from "./clone.ts";
import { git } from "./clone-git.ts";

/** Everything that can be told of a clone: files with mode, time, size and hash, and what git says. */
export interface Snapshot {
  readonly files: Readonly<Record<string, string>>;
  readonly refs: string;
  readonly status: string;
}

/**
 * Takes a clone down: work tree and git directory, so index, reflogs, configuration and objects are
 * among the files. The times of folders are part of it, because they tell of a file that came and went.
 */
export function snapshot(clone: Clone): Snapshot {
  const files: Record<string, string> = {};
  for (const folder of clone.folders) describeInto(files, folder);
  return {
    files,
    refs: git(clone.dir, ["for-each-ref"]),
    status: clone.bare ? "" : git(clone.dir, ["status", "--porcelain=v2", "--branch", "--ignored"]),
  };
}

/** Path below the folder to its bytes, for output folders that have to be equal. */
export function contentOf(folder: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const entry of listAll(folder)) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile()) found[path.slice(folder.length + 1)] = readFileSync(path, "latin1");
  }
  return found;
}

/** Path to size and time of everything below a folder that may be too big to read. */
export function listingOf(folder: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const entry of listAll(folder)) {
    const path = join(entry.parentPath, entry.name);
    const { size, mtimeMs } = lstatSync(path);
    found[path] = `${size} bytes ${mtimeMs}`;
  }
  return found;
}

function describeInto(files: Record<string, string>, folder: string): void {
  files[folder] = describe(folder);
  for (const entry of listAll(folder)) {
    const path = join(entry.parentPath, entry.name);
    files[path] = describe(path);
  }
}

function listAll(folder: string): Dirent[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true }).sort((a, b) =>
    join(a.parentPath, a.name) < join(b.parentPath, b.name) ? -1 : 1,
  );
}

function describe(path: string): string {
  const stat = lstatSync(path, { bigint: true });
  const kind = stat.isSymbolicLink()
    ? `link to ${readlinkSync(path)}`
    : stat.isDirectory()
      ? "folder"
      : !stat.isFile()
        ? "neither file nor folder"
        : `${stat.size} bytes ${createHash("sha256").update(readFileSync(path)).digest("hex").slice(0, 16)}`;
  return `${stat.mode.toString(8)} ${stat.mtimeNs} ${kind}`;
}
