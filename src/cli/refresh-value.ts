import { z } from "zod";
import { schemaVersion } from "./schema-version.ts";

const sha = z.string().regex(/^[0-9a-f]{40}$/);

/** A commit of the former revision, and what became of it; positions count from 1. */
const pairedCommit = z.strictObject({
  change: z.enum(["same", "changed", "removed", "added"]),
  before: z.number().nullable(),
  after: z.number().nullable(),
  subject: z.string(),
});

/** `refresh --json`. */
export const refreshValue = z.strictObject({
  schema: z.literal(schemaVersion),
  repo: z.string(),
  out: z.string(),
  dryRun: z.boolean(),
  results: z.array(
    z.strictObject({
      /** Folder of the series as it was, below `out`. */
      former: z.string(),
      variant: z.string(),
      /** Base commit of the series as it was; null where the series could not be read. */
      formerBase: sha.nullable(),
      ref: z.string().nullable(),
      sha: sha.nullable(),
      /** Folder of the series as it is now; null where there is none. */
      folder: z.string().nullable(),
      status: z.enum(["unchanged", "refreshed", "already-applied", "not-applicable", "refused"]),
      /** Number of the kept revision below `.revisions/<folder>`; null where nothing was replaced. */
      revision: z.number().nullable(),
      /** Null where nothing changed, or where the former base is not in the clone. */
      commits: z.array(pairedCommit).nullable(),
      digest: z.string().nullable(),
      code: z.string().nullable(),
      reason: z.string().nullable(),
    }),
  ),
});

export type RefreshValue = z.infer<typeof refreshValue>;
export type RefreshResult = RefreshValue["results"][number];
