import { PatchkitError } from "../errors.ts";
import type { TemplateSet, Variant } from "../plan/index.ts";

/** The variants of those ids, in the order of the templates; all where none is named. */
export function chooseVariants(templates: TemplateSet, ids: readonly string[]): readonly Variant[] {
  const known = templates.variants.map(({ spec }) => spec.id);
  const unknown = ids.find((id) => !known.includes(id));
  if (unknown !== undefined) {
    throw new PatchkitError(
      "usage/unknown-variant",
      `expected one of the variants ${known.join(", ")}, found ${JSON.stringify(unknown)}`,
      {
        hint: "`cilium-patchkit variants` says what each does.",
      },
    );
  }
  return ids.length === 0
    ? templates.variants
    : templates.variants.filter(({ spec }) => ids.includes(spec.id));
}
