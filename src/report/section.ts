import type { CheckResult, FoundTable } from "../verify/index.ts";
import type { ReportFinding } from "./report-findings.ts";
import type { Mark } from "./report-words.ts";

/** A heading, what stands below it, and sections one level lower. */
export interface Section {
  readonly title: Title;
  /** For links into the page; undefined if nothing links to it. */
  readonly id?: string | undefined;
  readonly blocks: readonly Block[];
  readonly sections: readonly Section[];
}

/** Words of the program's or the proposal's own, and others, which a printer may have to escape. */
export type Title = readonly (string | { readonly foreign: string })[];

/** A part of a section: plain data, for every printer to show in its own way. */
export type Block =
  /** What a reader wants to know first. */
  | { readonly kind: "answers"; readonly paragraphs: readonly string[] }
  | { readonly kind: "paragraph"; readonly text: string }
  /** A remark, of less weight. */
  | { readonly kind: "note"; readonly text: string }
  | ({ readonly kind: "grid" } & Grid)
  | ({ readonly kind: "pictures" } & Pictures)
  | ({ readonly kind: "comparison" } & Comparison)
  | ({ readonly kind: "base" } & Base)
  | { readonly kind: "reasons"; readonly reasons: readonly Reason[] }
  | { readonly kind: "summary"; readonly mark: Mark; readonly size: string; readonly params: string }
  /** The line for a shell that applies patches, and their subjects. */
  | { readonly kind: "command"; readonly text: string; readonly subjects: readonly string[] }
  | { readonly kind: "findings"; readonly findings: readonly ReportFinding[] }
  | { readonly kind: "results"; readonly results: readonly Result[] }
  /** A text to be read as it is. */
  | { readonly kind: "letter"; readonly title: string; readonly text: string }
  /** How a text differs from a former one, which no other file beside the report has. */
  | { readonly kind: "difference"; readonly title: string; readonly text: string }
  | { readonly kind: "patches"; readonly patches: readonly Patch[] };

/** A table with column and row headings. */
export interface Grid {
  /** What it shows, for readers who do not see it. */
  readonly label: string;
  /** `decision`: its columns are wide. */
  readonly look: "plain" | "decision";
  /** The first cell heads the rows. */
  readonly head: readonly Cell[];
  readonly rows: readonly { readonly head: Cell; readonly cells: readonly Cell[] }[];
}

/** What a cell holds. */
export type Cell =
  | string
  | { readonly kind: "mark"; readonly mark: Mark; readonly isCached: boolean }
  | { readonly kind: "code"; readonly text: string }
  | { readonly kind: "lines"; readonly lines: readonly string[] }
  /** A number of things, and which they are. */
  | { readonly kind: "counted"; readonly count: string; readonly paths: readonly string[] }
  /** A name that leads to a section, and what it was made with; either may be missing. */
  | {
      readonly kind: "name";
      readonly name: string;
      readonly target: string | undefined;
      readonly params: string;
    }
  /** An id, and what it means. */
  | { readonly kind: "meaning"; readonly id: string; readonly words: string }
  /** Shown only where an empty cell would puzzle. */
  | { readonly kind: "filler"; readonly text: string };

/** Pictures of what happened, each with the cases that it shows. */
export interface Pictures {
  /** CSS for all of them; its selectors match nothing else of the page. */
  readonly style: string;
  /** Headings for printers that show a table in their place. */
  readonly heads: { readonly results: string; readonly other: string };
  readonly pictures: readonly {
    readonly cases: readonly {
      readonly label: string;
      readonly remark: string | undefined;
      readonly mark: Mark | undefined;
    }[];
    readonly results: readonly { readonly when: string; readonly mark: Mark }[];
    readonly other: string;
    /** Markup of an SVG, with ids of its own. */
    readonly svg: string;
  }[];
}

/** Lists of lines before, and after each of several changes. */
export interface Comparison {
  /** What a line is, such as `route`, and several of them. */
  readonly noun: string;
  readonly nouns: string;
  readonly before: { readonly label: string; readonly lines: readonly ComparedLine[] } | undefined;
  readonly after: readonly { readonly label: string; readonly lines: readonly ComparedLine[] }[];
}

/** A line before, after, or both. */
export interface ComparedLine {
  readonly change: "kept" | "removed" | "added";
  readonly text: string;
  readonly remark: string | undefined;
}

/** The base of series, and where they were checked. */
export interface Base {
  readonly release: string;
  readonly sha: string;
  readonly places: readonly string[];
}

/** Why a check did not pass. */
export interface Reason {
  readonly series: string;
  readonly check: string;
  readonly commit: number | null;
  readonly mark: Mark;
  readonly reason: string | null;
}

/** The result of one check. */
export interface Result extends Omit<Reason, "series"> {
  readonly isPass: boolean;
  /** `12.3 s`, or that it was cached. */
  readonly took: string;
  readonly log: string;
  readonly tables: readonly FoundTable[];
}

/** One patch of a series. */
export interface Patch {
  readonly id: string;
  readonly name: string;
  readonly subject: string;
  readonly text: string;
}

/** What a proposal says of the results of its series; the report adds what is said of any series. */
export interface ProposalSections {
  /** What it is about, for the page's heading. */
  readonly title: string;
  /** What a reader wants to know first, a paragraph each. */
  readonly answers: readonly string[];
  readonly comparison: VariantComparison;
  /** Follow the table of its variants. */
  readonly sections: readonly Section[];
  /** Sections on one ref, by its `refAnchor`; they follow its checks. */
  readonly ofRefs: ReadonlyMap<string, readonly Section[]>;
  /** Tables of a result, ahead of those of its check. */
  tablesOf?(result: CheckResult): readonly FoundTable[];
}

/** What only the proposal can say in the table of its variants. */
export interface VariantComparison {
  /** Rows with a cell for each variant, by the name of its series; they follow what a variant does not fix. */
  readonly rows: readonly { readonly head: string; readonly cells: ReadonlyMap<string, Cell> }[];
  /** How its rows were measured, "" if that is plain. */
  readonly note: string;
}
