import { z } from "zod";
import { schemaVersion } from "./schema-version.ts";

/** `fetch --json`. */
export const fetchValue = z.strictObject({
  schema: z.literal(schemaVersion),
  /** As it was given. */
  from: z.string(),
  /** The output folder that has the series now. */
  to: z.string(),
  series: z.array(
    z.strictObject({
      /** Below `to`. */
      folder: z.string(),
      /** The commit that the patches apply to. */
      base: z.string(),
      /** sha256 of the patches' bytes in order, checked. */
      digest: z.string(),
      state: z.enum(["written", "unchanged"]),
      /** False where a post had the patches alone, without series.json. */
      whole: z.boolean(),
      patches: z.array(z.string()),
      /** A line for a shell, on a clean checkout of `base`. */
      apply: z.string(),
    }),
  ),
});

export type FetchValue = z.infer<typeof fetchValue>;
