import { z } from "zod";
import { pullPlanSchema } from "../publish/index.ts";
import { schemaVersion } from "./schema-version.ts";

/** `pr --json`. */
export const prValue = z.strictObject({
  schema: z.literal(schemaVersion),
  dryRun: z.boolean(),
  plan: pullPlanSchema,
  /** Steps that were carried out, in order. */
  done: z.array(
    z.strictObject({
      kind: z.enum([
        "create-fork",
        "push-base",
        "push-branch",
        "open-draft",
        "comment-change",
        "update-text",
        "set-labels",
      ]),
      /** `already`: it was so before; `kept`: a person's text, left as it is. */
      outcome: z.enum(["done", "already", "kept"]),
      folder: z.string().nullable(),
      url: z.string().nullable(),
    }),
  ),
  /** How many steps of the plan were not reached. */
  left: z.number(),
  /** Why the first of them failed. */
  failure: z.strictObject({ code: z.string(), message: z.string(), hint: z.string().nullable() }).nullable(),
});

export type PrValue = z.infer<typeof prValue>;
