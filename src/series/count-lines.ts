/** Lines of Go that a series adds. */
export interface LineCount {
  readonly code: number;
  readonly tests: number;
}

/** Added and removed lines of one file in one patch, without their signs. */
interface FileLines {
  readonly path: string;
  readonly added: string[];
  readonly removed: string[];
}

/**
 * Lines of Go that patches add, outside and inside tests: not blank, not comment, not generated, and not only
 * realigned (equal to a line removed from that file except for white space). Code of a commit that only registers
 * a flag is left out: every flag needs the same few lines.
 *
 * @param patches as `git format-patch` writes them, in any order.
 */
export function countLines(patches: readonly string[]): LineCount {
  const count = { code: 0, tests: 0 };
  for (const patch of patches) {
    const files = readPatch(patch);
    const registersFlag = isFlagCommit(files);
    for (const file of files.filter(({ path }) => path.endsWith(".go") && !isGenerated(path))) {
      const lines = newCode(file).length;
      if (isTest(file)) count.tests += lines;
      else if (!registersFlag) count.code += lines;
    }
  }
  return count;
}

/** Names of the command line options that patches add to a command reference in Markdown, without the dashes. */
export function addedOptions(patches: readonly string[]): string[] {
  return patches.flatMap((patch) => readPatch(patch).flatMap(optionsOf));
}

/** Whether a commit adds an option to the reference, and Go code without decisions and tests. */
function isFlagCommit(files: readonly FileLines[]): boolean {
  const go = files.filter(({ path }) => path.endsWith(".go"));
  const decides = (line: string) => /^(func|if|for|switch|select)\b/.test(line);
  return (
    files.some((file) => optionsOf(file).length > 0) &&
    go.every((file) => !isTest(file) && !newCode(file).some(decides))
  );
}

function optionsOf({ path, added, removed }: FileLines): string[] {
  if (!path.endsWith(".md")) return [];
  const names = (lines: readonly string[]) =>
    lines.flatMap((line) => /^\s+(?:-\w, )?--([a-z][a-z0-9-]*)/.exec(line)?.[1] ?? []);
  const before = names(removed);
  return names(added).filter((name) => !before.includes(name));
}

function isTest({ path }: FileLines): boolean {
  return path.endsWith("_test.go");
}

/** Names of generated files, as in Kubernetes and Cilium. */
function isGenerated(path: string): boolean {
  return /(^|\/)zz_generated[^/]*$/.test(path);
}

/** Added lines, trimmed, that contain code and are not only realigned. */
function newCode({ added, removed }: FileLines): string[] {
  const before = removed.map(oneSpaced);
  return withoutComments(added).filter((line) => {
    const at = before.indexOf(oneSpaced(line));
    if (at >= 0) before.splice(at, 1);
    return at < 0;
  });
}

/** Lines that are neither blank nor comment, trimmed. */
function withoutComments(lines: readonly string[]): string[] {
  let isInside = false;
  return lines
    .map((line) => line.trim())
    .filter((line) => {
      if (isInside) {
        isInside = !line.includes("*/");
        return false;
      }
      if (line.startsWith("/*")) {
        isInside = !line.includes("*/");
        return false;
      }
      return line !== "" && !line.startsWith("//");
    });
}

function oneSpaced(line: string): string {
  return line.trim().replace(/\s+/g, " ");
}

/** The files of a patch. Uses the line counts in hunk headers, because a line's text may look like a header. */
function readPatch(patch: string): FileLines[] {
  const files: FileLines[] = [];
  let left = { before: 0, after: 0 };
  for (const line of patch.split("\n")) {
    const file = files.at(-1);
    if (file && (left.before > 0 || left.after > 0)) {
      const sign = line[0];
      if (sign === "+") file.added.push(line.slice(1));
      if (sign === "-") file.removed.push(line.slice(1));
      if (sign === "\\") continue;
      left = { before: left.before - Number(sign !== "+"), after: left.after - Number(sign !== "-") };
      continue;
    }
    const path = /^\+\+\+ b\/(.*)$/.exec(line)?.[1];
    if (path !== undefined) files.push({ path, added: [], removed: [] });
    const hunk = /^@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@/.exec(line);
    if (hunk) left = { before: Number(hunk[1] ?? 1), after: Number(hunk[2] ?? 1) };
  }
  return files;
}
