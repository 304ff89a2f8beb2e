import { z } from "zod";
import { discussPlanSchema } from "../publish/index.ts";
import { schemaVersion } from "./schema-version.ts";

const discussStep = z.enum(["gist", "fork", "branch", "comment"]);

/** `discuss --json`. */
export const discussValue = z.strictObject({
  schema: z.literal(schemaVersion),
  dryRun: z.boolean(),
  plan: discussPlanSchema,
  done: z.array(
    z.strictObject({
      kind: discussStep,
      /** `kept`: a person changed the comment, which was left alone. */
      outcome: z.enum(["made", "updated", "already", "kept"]),
      url: z.string(),
    }),
  ),
  /** Steps that were not reached, the failed one first. */
  left: z.array(discussStep),
  failure: z.strictObject({ code: z.string(), message: z.string(), hint: z.string().nullable() }).nullable(),
});

export type DiscussValue = z.infer<typeof discussValue>;
