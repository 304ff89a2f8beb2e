import { openKnownSeries } from "../folder/index.ts";
import { digestProgram } from "../host/assets.ts";
import { paramsOfStack, seriesName } from "../plan/index.ts";
import type { Series, SeriesFile, Versions } from "../series/index.ts";
import { keptRow, type Row } from "./generate-value.ts";
import { openCache } from "./open-cache.ts";
import type { SeriesRequest } from "./render-series.ts";
import type { Session } from "./workshop.ts";

/** What an earlier run of the same command has written. */
export interface FoundSeries {
  readonly rows: readonly Row[];
  /** Lets a later run find a series. */
  remember(series: Series): Promise<void>;
  close(): Promise<void>;
}

/**
 * Looks for the series of a request that stand in the output folder as an earlier run of this user, with this
 * program, wrote them: a killed run goes on where it was.
 */
export async function findKnown(
  session: Session,
  request: SeriesRequest,
  out: string,
  versions: Versions,
  { fresh, diff }: { readonly fresh: boolean; readonly diff: boolean },
): Promise<FoundSeries> {
  const cache = await openCache(session, undefined);
  const known = openKnownSeries(cache.dir, await digestProgram(), versions);
  const rows: Row[] = [];
  for (const ref of fresh || diff ? [] : request.refs) {
    if ("error" in ref) continue;
    for (const stack of request.stacks) {
      const params = paramsOfStack(stack, request.params);
      const folder = `${ref.slug}/${seriesName(stack, params)}`;
      const input = { folder, base: ref.sha, params, identity: request.identity };
      const file: SeriesFile | undefined = await known.find(out, input);
      if (file) rows.push(keptRow({ ...ref, variant: stack.id, params }, folder, file));
    }
  }
  return { rows, remember: (series) => known.remember(series), close: () => cache.close() };
}
