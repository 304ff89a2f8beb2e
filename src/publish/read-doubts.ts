import { PatchkitError } from "../errors.ts";
import { readEvidenceOf } from "../report/index.ts";
import type { Series } from "../series/index.ts";
import { doubtsOf } from "./cell-doubts.ts";

/**
 * Why a rendered series does not count as verified, by the evidence that an output folder has for it; none if it does.
 *
 * @throws PatchkitError `series/not-a-series` if evidence has the wrong format.
 */
export async function readDoubts(out: string, series: Series): Promise<string[]> {
  const { base: sha, variant } = series;
  return doubtsOf({ ...(await readEvidenceOf(out, series)), sha, variant });
}

/** Series by folder, with why they do not count as verified. */
export type Doubtful = readonly { readonly folder: string; readonly doubts: readonly string[] }[];

/**
 * Refuses series that do not count as verified.
 *
 * @param nextStep a sentence.
 * @throws PatchkitError `publish/unverified`.
 */
export function assertVerified(series: Doubtful, nextStep: string): void {
  const doubtful = series.filter(({ doubts }) => doubts.length > 0);
  if (doubtful.length === 0) return;
  const found = doubtful.map(({ folder, doubts }) => `${folder}: ${doubts.join(", ")}`).join("; ");
  throw new PatchkitError("publish/unverified", `expected verified series, found ${found}`, {
    hint: nextStep,
  });
}
