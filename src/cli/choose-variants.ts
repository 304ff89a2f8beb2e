import { PatchkitError } from "../errors.ts";
import type { TemplateSet, Variant } from "../plan/index.ts";
import { suggestion } from "../text/index.ts";

/** What `--variant` and `--proposal` name. */
export interface VariantChoice {
  readonly variants: readonly string[];
  readonly proposals?: readonly string[] | undefined;
}

/**
 * The chosen variants, in the order of the templates: those named, and all of the named proposals. If nothing is
 * named, those of the first proposal.
 *
 * @throws PatchkitError `usage/unknown-variant`.
 */
export function chooseVariants(
  templates: TemplateSet,
  { variants, proposals = [] }: VariantChoice,
): readonly Variant[] {
  const ids = [...templates.proposals.keys()];
  assertKnown(
    "variants",
    variants,
    templates.variants.map(({ spec }) => spec.id),
  );
  assertKnown("proposals", proposals, ids);
  const chosen = variants.length + proposals.length === 0 ? ids.slice(0, 1) : proposals;
  return templates.variants.filter(
    ({ spec, proposal }) => variants.includes(spec.id) || chosen.includes(proposal),
  );
}

function assertKnown(noun: string, named: readonly string[], known: readonly string[]): void {
  const unknown = named.find((id) => !known.includes(id));
  if (unknown === undefined) return;
  throw new PatchkitError(
    "usage/unknown-variant",
    `expected one of the ${noun} ${known.join(", ")}, found ${JSON.stringify(unknown)}`,
    { hint: suggestion(unknown, known, "`cilium-patchkit variants` describes each.") },
  );
}
