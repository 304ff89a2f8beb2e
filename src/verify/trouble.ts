import { PatchkitError } from "../errors.ts";

/** Codes of errors that are not caused by a series. */
const troubles = ["environment/engine-missing", "environment/engine-failed", "environment/disk-full"];

/** Whether checks could not run because of where they run: no engine, or one that failed, or no space left. */
export function isTrouble(error: unknown): error is PatchkitError {
  return error instanceof PatchkitError && troubles.includes(error.code);
}

/** Message and hint in one text. */
export function wordsOf(error: PatchkitError): string {
  return error.hint === undefined ? error.message : `${error.message}. ${error.hint}`;
}
