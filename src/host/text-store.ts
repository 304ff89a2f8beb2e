import { createHash } from "node:crypto";
import { join } from "node:path";
import { type ErrorCode, PatchkitError } from "../errors.ts";
import { readTextIfThere, writeText } from "./files.ts";

/** What is wrong with the place, not with the text. */
const placeCodes: readonly ErrorCode[] = ["environment/disk-full", "environment/not-writable"];

/** Texts by key, kept in files of one folder: a cache, which may be deleted at any time. */
export function openTextStore(folder: string): {
  get(key: string): Promise<string | undefined>;
  set(key: string, text: string): Promise<void>;
} {
  const pathOf = (key: string) => {
    const hash = createHash("sha256").update(key).digest("hex");
    return join(folder, hash.slice(0, 2), hash.slice(2));
  };
  return {
    get: (key) => readTextIfThere(pathOf(key)),
    async set(key, text) {
      await writeText(pathOf(key), text).catch((error: unknown) => {
        // A failed write only means that the value is computed again.
        const isPlace = error instanceof PatchkitError && placeCodes.includes(error.code);
        if (!isPlace) throw error;
      });
    },
  };
}
