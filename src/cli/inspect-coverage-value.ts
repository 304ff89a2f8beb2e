import { z } from "zod";
import { schemaVersion } from "./schema-version.ts";

/** A place beside the code that follows a change. */
const place = z.strictObject({
  /** The template of its edit, with the folder of its commit: `40-helm/values.yaml`; "" for one that no variant edits. */
  place: z.string(),
  /** "" where the place was left out before that was known. */
  path: z.string(),
  /** Why the series leaves it as it is; null if it changes it. */
  reason: z.string().nullable(),
});

/** `inspect --coverage --json`. */
export const inspectCoverageValue = z.strictObject({
  schema: z.literal(schemaVersion),
  repo: z.string(),
  results: z.array(
    z.strictObject({
      ref: z.string(),
      sha: z
        .string()
        .regex(/^[0-9a-f]{40}$/)
        .nullable(),
      release: z.string().nullable(),
      variants: z.array(
        z.strictObject({
          id: z.string(),
          status: z.enum(["fits", "already-applied", "not-applicable", "refused"]),
          /** Why there is no series; null if there is one. */
          reason: z.string().nullable(),
          /** All files that the series changes. */
          files: z.array(z.string()),
          places: z.array(place),
        }),
      ),
      code: z.string().nullable(),
      reason: z.string().nullable(),
    }),
  ),
});

export type InspectCoverageValue = z.infer<typeof inspectCoverageValue>;
