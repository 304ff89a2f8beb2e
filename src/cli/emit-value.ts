import { z } from "zod";
import { schemaVersion } from "./schema-version.ts";

/** `image --emit ... --json` and `verify --emit ... --json`. */
export const emitValue = z.strictObject({
  schema: z.literal(schemaVersion),
  repo: z.string(),
  kind: z.enum(["bake", "actions"]),
  /** The written file. */
  path: z.string(),
  cells: z.array(
    z.strictObject({ ref: z.string(), sha: z.string(), variant: z.string(), folder: z.string() }),
  ),
  /** Refs and variants that the file does not have. */
  skipped: z.array(z.strictObject({ ref: z.string(), variant: z.string(), reason: z.string() })),
});

export type EmitValue = z.infer<typeof emitValue>;
