import type { Report } from "./report-data.ts";
import type { ProposalSections } from "./section.ts";

/** The part of a report that is about some variants. */
export function restrictReport(report: Report, isAbout: (variant: string) => boolean): Report {
  const refs = report.refs
    .map((ref) => ({ ...ref, series: ref.series.filter(({ variant }) => isAbout(variant)) }))
    .filter(({ series }) => series.length > 0);
  const found = new Set(refs.flatMap(({ series }) => series.map(({ name }) => name)));
  return { ...report, refs, names: report.names.filter((name) => found.has(name)) };
}

/** What several proposals say, one after another, under the title of the first. */
export function joinSections(parts: readonly [ProposalSections, ...ProposalSections[]]): ProposalSections {
  const [{ title }] = parts;
  const anchors = new Set(parts.flatMap(({ ofRefs }) => [...ofRefs.keys()]));
  return {
    title,
    answers: parts.flatMap(({ answers }) => answers),
    sections: parts.flatMap(({ sections }) => sections),
    ofRefs: new Map(
      [...anchors].map((anchor) => [anchor, parts.flatMap(({ ofRefs }) => ofRefs.get(anchor) ?? [])]),
    ),
  };
}

/** What is said of series whose proposal says nothing of its own: what each variant is for. */
export function plainSections({ names, refs, about }: Report): ProposalSections {
  const variantOf = (name: string) =>
    refs.flatMap(({ series }) => series).find((series) => series.name === name)?.variant ?? name;
  return {
    title: ["Series for cilium-agent"],
    answers: names.flatMap((name) => {
      const texts = about[variantOf(name)];
      return texts ? [`${name} fixes: ${texts.fixes} It does not fix: ${texts.doesNotFix}`] : [];
    }),
    sections: [],
    ofRefs: new Map(),
  };
}
