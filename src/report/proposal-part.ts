import { aboutVariant } from "./about-variant.ts";
import { type Report, type ReportSeries, reportOfSome } from "./report-data.ts";
import type { ProposalSections } from "./section.ts";

/** What a proposal knows for a report of its series. */
export interface ReportedProposal {
  readonly id: string;
  /**
   * Loads what makes its sections; only a report needs it. Without it, a report says what is said of any series.
   * The function is given a report of the proposal's own series alone.
   */
  sections?(): Promise<(report: Report) => ProposalSections>;
}

/** The series of one proposal in a report, and what the proposal says of them. */
export interface ProposalPart {
  /** Id of the proposal. */
  readonly id: string;
  readonly report: Report;
  /** Undefined if it has nothing to add. */
  readonly said: ProposalSections | undefined;
}

/**
 * Splits a report by proposals, in their order; those without series are left out. A series of variants of several
 * stands with each of them. Series of unknown variants stand with the first proposal, whose trials they were verified
 * with.
 */
export async function readProposalParts(
  report: Report,
  proposals: readonly ReportedProposal[],
): Promise<ProposalPart[]> {
  const known = new Set(proposals.map(({ id }) => id));
  const parts = proposals.map(async (proposal, index): Promise<ProposalPart> => {
    const isOwn = ({ variant }: ReportSeries) => {
      const owners = aboutVariant(report.about, variant).proposals.filter((owner) => known.has(owner));
      return owners.length > 0 ? owners.includes(proposal.id) : index === 0;
    };
    const own = reportOfSome(report, isOwn);
    const sections = own.refs.length === 0 ? undefined : await proposal.sections?.();
    return { id: proposal.id, report: own, said: sections?.(own) };
  });
  return (await Promise.all(parts)).filter(({ report: { refs } }) => refs.length > 0);
}
