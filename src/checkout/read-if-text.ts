import { PatchkitError } from "../errors.ts";
import type { Checkout } from "./checkout.ts";

/**
 * The text of a file that need not be edited; undefined where nothing can be: there is no file, it is a link, or it is
 * not text in UTF-8.
 */
export async function readIfText(
  checkout: Pick<Checkout, "readText">,
  repoPath: string,
): Promise<string | undefined> {
  return checkout.readText(repoPath).catch((error: unknown) => {
    if (error instanceof PatchkitError && /^checkout\/(not-a-file|not-utf8|crlf)$/.test(error.code))
      return undefined;
    throw error;
  });
}
