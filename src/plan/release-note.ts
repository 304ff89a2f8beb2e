import type { ParamValues } from "./plan.ts";
import { paramsOfPart, type Stack } from "./stack.ts";
import type { VariantSpec } from "./variant.ts";

/** What a release says of a change. */
export interface ReleaseNote {
  /** For users: one sentence, of a stack one for each of its variants. */
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

/** The notes on a series of a stack as one: of each of its variants that has one. @param params of the series. */
export function releaseNoteOfStack({ id, parts }: Stack, params: ParamValues): ReleaseNote | undefined {
  const notes = parts.flatMap(({ spec }) => releaseNoteOf(spec, paramsOfPart(id, params, spec.id)) ?? []);
  if (notes.length === 0) return undefined;
  return {
    note: notes.map(({ note }) => note).join(" "),
    labels: [...new Set(notes.flatMap(({ labels }) => labels))],
  };
}
