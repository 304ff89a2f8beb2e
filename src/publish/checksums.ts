import { createHash } from "node:crypto";
import { PatchkitError } from "../errors.ts";

/** Name of the file of checksums in a bundle, which `sha256sum -c` reads. */
export const checksumsName = "SHA256SUMS";

export function sha256(bytes: Uint8Array | string): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** A line per file, in order of path, as `sha256sum` writes it. */
export function formatChecksums(files: ReadonlyMap<string, Uint8Array>): string {
  return [...files]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, bytes]) => `${sha256(bytes)}  ${path}\n`)
    .join("");
}

/**
 * Compares files with their checksums: each is listed, each listed one is there, and all are as they were.
 *
 * @throws PatchkitError `publish/digest-mismatch`.
 */
export function assertChecksums(files: ReadonlyMap<string, Uint8Array>, text: string, where: string): void {
  const listed = new Map<string, string>();
  for (const line of text.split("\n").filter(Boolean)) {
    const [, sum = "", path = ""] = /^([0-9a-f]{64}) [ *](.+)$/.exec(line) ?? [];
    listed.set(path, sum);
  }
  const problems = [
    ...[...files]
      .filter(([path]) => path !== checksumsName)
      .flatMap(([path, bytes]) => {
        if (!listed.has(path)) return [`${path} is not listed`];
        return listed.get(path) === sha256(bytes) ? [] : [`${path} was changed`];
      }),
    ...[...listed.keys()].filter((path) => !files.has(path)).map((path) => `${path} is missing`),
  ];
  if (problems.length === 0) return;
  throw new PatchkitError(
    "publish/digest-mismatch",
    `${where}: expected the files that ${checksumsName} lists, found that ${problems.slice(0, 5).join(", ")}`,
    { hint: "Nothing was written. Get the bundle again from whoever made it." },
  );
}
