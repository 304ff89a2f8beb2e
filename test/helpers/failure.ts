import { type ErrorCode, PatchkitError } from "../../src/errors.ts";

/** What a refusal says, for whole values to be compared. */
export interface Failure {
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint: string | undefined;
}

/** The PatchkitError that `work` ends with. Anything else it throws is passed on; ending well is an error. */
export async function failureOf(work: () => unknown): Promise<Failure> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof PatchkitError)) throw error;
    return { code: error.code, message: error.message, hint: error.hint };
  }
  throw new Error("expected a PatchkitError, found none");
}
