import { PatchkitError } from "../errors.ts";

/** An invalid template: a mistake in the tool or by a variant's author. */
export function badTemplate(template: string, reason: string): PatchkitError {
  return new PatchkitError("plan/bad-template", `${template}: ${reason}`, {
    hint: "See CONTRIBUTING.md on templates.",
  });
}
