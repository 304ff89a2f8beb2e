import { z } from "zod";
import { shells } from "./completion-scripts.ts";
import { schemaVersion } from "./schema-version.ts";

/** `completion --json`. */
export const completionValue = z.strictObject({
  schema: z.literal(schemaVersion),
  shell: z.enum(shells),
  script: z.string(),
});

export type CompletionValue = z.infer<typeof completionValue>;
