import { PatchkitError } from "../errors.ts";
import type { Checkout } from "./checkout.ts";

/** The entries of a folder; none if its path contains a symbolic link. */
export async function listIfFolder(
  checkout: Pick<Checkout, "list">,
  folder: string,
): ReturnType<Checkout["list"]> {
  return checkout.list(folder).catch((error: unknown) => {
    if (error instanceof PatchkitError && error.code === "checkout/not-a-file") return [];
    throw error;
  });
}
