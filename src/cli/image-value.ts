import { z } from "zod";
import { imagePlanSchema } from "../publish/index.ts";
import { schemaVersion } from "./schema-version.ts";

/** `image --json`. */
export const imageValue = z.strictObject({
  schema: z.literal(schemaVersion),
  repo: z.string(),
  ref: z.string(),
  variant: z.string(),
  /** `planned`: with `--dry-run`; `failed`: the builder ended with an error. */
  status: z.enum(["built", "planned", "failed", "already-applied", "not-applicable", "refused"]),
  /** What `--plan FILE` carries out; null without a series. */
  plan: imagePlanSchema.nullable(),
  /** Programs that the plan runs, with their arguments; the first one reads the context from its standard input. */
  commands: z.array(z.array(z.string())),
  image: z
    .strictObject({
      tag: z.string(),
      /** Its id in the engine, or with buildx its digest. */
      id: z.string().nullable(),
      /** Its digest in the registry; null if it was not pushed. */
      digest: z.string().nullable(),
    })
    .nullable(),
  reason: z.string().nullable(),
});

export type ImageValue = z.infer<typeof imageValue>;
