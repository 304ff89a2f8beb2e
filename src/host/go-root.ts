import { isFolder } from "./files.ts";

/**
 * Where the Go of a line is on this machine: where the user says, else where Debian and its like install
 * lines side by side, else whatever is on PATH, which fetches other releases where it can (go.dev/doc/toolchain).
 *
 * @param line such as `1.20`.
 */
export async function findGoRoot(
  given: string | undefined,
  line: string,
): Promise<{ readonly goRoot: string } | { readonly goVersion: string }> {
  if (given !== undefined) return { goRoot: given };
  const packaged = `/usr/lib/go-${line}`;
  if (await isFolder(packaged)) return { goRoot: packaged };
  return { goVersion: Number(line.split(".")[1]) < 21 ? line : `${line}.0` };
}
