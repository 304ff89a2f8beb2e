import { PatchkitError } from "../errors.ts";
import { findStack, partIds, type Stack, stackOf, type TemplateSet, type Variant } from "../plan/index.ts";
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

/**
 * What gives a series each: the chosen variants, and then, in the order in which they are named, the stacks of several,
 * such as `a+b`.
 *
 * @throws PatchkitError `usage/unknown-variant`; `usage/bad-argument` for a stack that has a variant twice.
 */
export function chooseStacks(
  templates: TemplateSet,
  { variants, proposals = [] }: VariantChoice,
): readonly Stack[] {
  const isStack = (id: string) => partIds(id).length > 1;
  const single = variants.filter((id) => !isStack(id));
  const stacks = [...new Set(variants.filter(isStack))].map((id) => resolveStack(templates, id));
  if (stacks.length > 0 && single.length + proposals.length === 0) return stacks;
  const chosen = chooseVariants(templates, { variants: single, proposals });
  return [...chosen.map((variant) => stackOf([variant])), ...stacks];
}

function resolveStack(templates: TemplateSet, id: string): Stack {
  const parts = partIds(id);
  assertKnown(
    "variants",
    parts,
    templates.variants.map(({ spec }) => spec.id),
  );
  const twice = parts.find((part, index) => parts.indexOf(part) !== index);
  const stack = findStack(templates, id);
  if (stack && twice === undefined) return stack;
  throw new PatchkitError("usage/bad-argument", `${id}: expected each variant once, found ${twice} twice`, {
    hint: "A second time, all of its change would be there already.",
  });
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
