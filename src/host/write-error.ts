import { PatchkitError } from "../errors.ts";
import { codeOf } from "./error-code.ts";

/** File system errors that a user can fix. */
const writeErrors = [
  "EACCES",
  "EROFS",
  "EPERM",
  "ENOTDIR",
  "EISDIR",
  "EEXIST",
  "ENOTEMPTY",
  "ENOENT",
  "ELOOP",
  "ENAMETOOLONG",
];

/**
 * The reason why a path could not be written, as `environment/disk-full` or `environment/not-writable`; for
 * any other error, the cause itself.
 *
 * @param advice what to use instead, such as `a folder with --out DIR`, and what happened to existing files.
 */
export function asWriteError(
  path: string,
  cause: unknown,
  { place = "a folder", kept = "" }: { readonly place?: string; readonly kept?: string } = {},
): unknown {
  const code = codeOf(cause);
  if (code === "ENOSPC" || code === "EDQUOT") {
    return new PatchkitError(
      "environment/disk-full",
      `expected space for ${path}, found no space left there${kept}`,
      {
        cause,
        hint: `Free some space, or choose ${place} on another disk.`,
      },
    );
  }
  if (!writeErrors.includes(code)) return cause;
  return new PatchkitError("environment/not-writable", `expected to write to ${path}, found ${code}`, {
    cause,
    hint: `Choose ${place} that you can write to.`,
  });
}
