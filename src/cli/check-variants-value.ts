import { z } from "zod";
import { schemaVersion } from "./schema-version.ts";

/** `variants --check --json`. */
export const checkVariantsValue = z.strictObject({
  schema: z.literal(schemaVersion),
  /** The folder of templates. */
  dir: z.string(),
  /** Each variant of the folder on each sample tree. */
  results: z.array(
    z.strictObject({
      variant: z.string(),
      /** Tag of the sample tree, which names the release that it is modelled on. */
      shape: z.string(),
      /** It holds where a series is generated. */
      status: z.enum(["generated", "already-applied", "not-applicable", "refused"]),
      /** Files that the series changes. */
      files: z.array(z.string()),
      code: z.string().nullable(),
      /** Why it does not hold; of a series, why it has no tests. */
      reason: z.string().nullable(),
      hint: z.string().nullable(),
    }),
  ),
});

export type CheckVariantsValue = z.infer<typeof checkVariantsValue>;

/** Statuses of a variant that holds on a tree. */
export const statusesThatHold: readonly string[] = ["generated"];
