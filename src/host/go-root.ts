import { isFolder } from "./files.ts";

/**
 * GOROOT of a Go release line: the user's choice, else the place where Debian and similar systems install
 * several lines, else the Go on PATH, which can download other releases (go.dev/doc/toolchain).
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
