import { addedOptions, countLines } from "../series/index.ts";
import { aboutVariant } from "./about-variant.ts";
import { noChecks, type Report, type ReportSeries, tallyOf } from "./report-data.ts";
import { type Mark, paramWords, seriesMark, tallyMark } from "./report-words.ts";

/** What the table of variants shows of one, over all refs. */
export interface ComparedVariant {
  /** That of its series. */
  readonly name: string;
  /** Params that were given, "" if none. */
  readonly params: string;
  /** From the variant's description; "" for an unknown variant. */
  readonly fixes: string;
  readonly doesNotFix: string;
  /** `--enable-x`, or `none`. */
  readonly flag: string;
  readonly code: string;
  readonly tests: string;
  readonly files: string;
  /** Touched files, if they are the same on all refs. */
  readonly paths: readonly string[];
  readonly checks: Mark;
}

/** The variants side by side, in order of name. */
export function compareVariants(report: Report): ComparedVariant[] {
  return report.names.flatMap((name) => {
    const all = report.refs.flatMap(({ series }) => series.filter((one) => one.name === name));
    const [first] = all;
    if (!first) return [];
    const counts = all.map(({ patches }) => countLines(patches.map(({ text }) => text)));
    const flags = new Set(all.flatMap(({ patches }) => addedOptions(patches.map(({ text }) => text))));
    const paths = new Set(all.map(({ files }) => files.map(({ path }) => path).join("\n")));
    const about = aboutVariant(report.about, first.variant);
    return [
      {
        name,
        params: paramWords(first),
        fixes: about.fixes,
        doesNotFix: about.doesNotFix,
        flag: flags.size === 0 ? "none" : [...flags].map((flag) => `--${flag}`).join(", "),
        code: span(counts.map(({ code }) => code)),
        tests: span(counts.map(({ tests }) => tests)),
        files: span(all.map(({ files }) => files.length)),
        paths: paths.size === 1 ? first.files.map(({ path }) => path) : [],
        checks: all.length === 1 ? seriesMark(first) : checksMark(all),
      },
    ];
  });
}

/** The checks of all refs in one mark; it shows when some series have no evidence. */
function checksMark(all: readonly ReportSeries[]): Mark {
  const verified = all.filter(({ evidence }) => evidence !== null);
  if (verified.length === 0) return { tone: "plain", words: "not verified" };
  const tally = { ...noChecks };
  for (const series of verified) {
    const own = tallyOf(series);
    for (const outcome of Object.keys(noChecks) as (keyof typeof noChecks)[]) tally[outcome] += own[outcome];
  }
  const { tone, words } = tallyMark(tally);
  const where =
    verified.length === all.length ? `${all.length} refs` : `${verified.length} of ${all.length} refs`;
  return {
    tone: tone === "good" && verified.length < all.length ? "plain" : tone,
    words: `${words} on ${where}`,
  };
}

/** `37`, or `37 to 41` if refs differ. */
function span(numbers: readonly number[]): string {
  const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
  return least === most ? `${least}` : `${least} to ${most}`;
}
