import { PatchkitError } from "../errors.ts";

/** A place beside the code that a series changes, or leaves as it is. */
export interface CompanionPlace {
  /** Folder of its commit and name of its template: `40-helm/values.yaml`. */
  readonly place: string;
  /** Path in the tree; "" where it was left out before that was known. */
  readonly path: string;
  /** Why it is left out; "" if the series changes it. */
  readonly reason: string;
}

/** The place of an edit, by its template: `flag-gate/40-helm/values.yaml.hbs`. */
export function placeOf(template: string): string {
  return template
    .split("/")
    .slice(-2)
    .join("/")
    .replace(/\.hbs$/, "");
}

/** A place that was left out. */
export function leftOut(template: string, path: string, reason: string): CompanionPlace {
  return { place: placeOf(template), path, reason };
}

/** Why a place is left out, if the error is of a kind that leaves one out. @throws the error, if it is not. */
export function whyLeftOut(error: unknown): { readonly reason: string; readonly isAbsent: boolean } {
  if (!(error instanceof PatchkitError) || error.stopsTheRun || error.code === "plan/bad-template")
    throw error;
  return { reason: error.message, isAbsent: error.code === "profile/fact-absent" };
}
