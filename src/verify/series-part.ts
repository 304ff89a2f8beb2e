import {
  type ParamValues,
  type ProposalTemplates,
  paramsOfPart,
  partIds,
  type TemplateSet,
  type Variant,
} from "../plan/index.ts";
import type { FactValues, Profile, Survey } from "../profile/index.ts";
import type { Subject } from "./subject.ts";
import type { Trials, TriedProposal } from "./trials.ts";

/** A variant of a series: its only one, or one of those that it holds one after another. */
export interface SeriesPart {
  /** The variant's id. */
  readonly id: string;
  /** Undefined if no template describes what it should do. */
  readonly variant: Variant | undefined;
  readonly params: ParamValues;
  /** The variant's proposal and its templates. */
  readonly proposal: TriedProposal;
  readonly templates: ProposalTemplates;
}

/** The same, with what its proposal finds in the base. */
export interface OpenedPart extends SeriesPart {
  readonly profile: Profile;
  /** Reading one that is missing throws PatchkitError `profile/fact-missing`, which ends the check without a result. */
  readonly facts: FactValues;
  /** Undefined if the proposal has none. */
  readonly trials: Trials | undefined;
}

/** The variants of a series, at least one, in its order. */
export function partsOf(
  { proposals, templates }: { readonly proposals: readonly TriedProposal[]; readonly templates: TemplateSet },
  { variant: id, params }: Pick<Subject, "variant" | "params">,
): SeriesPart[] {
  return partIds(id).map((part) => {
    const variant = templates.variants.find(({ spec }) => spec.id === part);
    const proposal = proposals.find((one) => one.id === variant?.proposal) ?? proposals[0];
    const own = proposal && templates.proposals.get(proposal.id);
    if (!proposal || !own) throw new Error("expected a proposal with templates, found none");
    return { id: part, variant, params: paramsOfPart(id, params, part), proposal, templates: own };
  });
}

/** A variant with what its proposal finds in the base. @param profileOf takes the base's profile. */
export async function openPart(
  part: SeriesPart,
  profileOf: (survey: Survey) => Promise<Profile>,
): Promise<OpenedPart> {
  const profile = await profileOf(part.proposal.survey);
  return { ...part, profile, facts: profile.facts(), trials: await part.proposal.trials?.() };
}
