import { z } from "zod";
import { evidenceSchema } from "../verify/index.ts";
import { schemaVersion } from "./schema-version.ts";

/** A line of `verify --json-lines`: one ref and variant, in the order in which they are done. */
export const verifyCell = z.strictObject({
  schema: z.literal(schemaVersion),
  /** Folder of the series. */
  out: z.string(),
  ref: z.string(),
  variant: z.string(),
  /** `verified`: there is evidence, whatever it says; otherwise there is no series to verify. */
  status: z.enum(["verified", "already-applied", "not-applicable", "refused"]),
  reason: z.string().nullable(),
  evidence: evidenceSchema.nullable(),
});

export type VerifyCell = z.infer<typeof verifyCell>;
