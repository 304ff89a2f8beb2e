import type { ParamValues } from "./plan.ts";
import type { VariantSpec } from "./variant.ts";

/** What a release says of a change. */
export interface ReleaseNote {
  /** One sentence for users. */
  readonly note: string;
  /** Labels that the project sorts such changes by. */
  readonly labels: readonly string[];
}

/** The note on a series: the first whose params are set like that; undefined if there is none. */
export function releaseNoteOf(
  { releaseNotes = [] }: { readonly releaseNotes?: VariantSpec["releaseNotes"] },
  params: ParamValues,
): ReleaseNote | undefined {
  const found = releaseNotes.find(({ when = {} }) =>
    Object.entries(when).every(([name, value]) => params[name] === value),
  );
  if (!found) return undefined;
  const note = found.note.replace(/\{([a-z-]+)\}/g, (hole, name: string) => String(params[name] ?? hole));
  return { note, labels: found.labels };
}
