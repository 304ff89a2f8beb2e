import { z } from "zod";
import { schemaVersion } from "./schema-version.ts";

/** `new --json`. */
export const newValue = z.strictObject({
  schema: z.literal(schemaVersion),
  kind: z.string(),
  name: z.string(),
  /** Folder that the paths are below. */
  root: z.string(),
  /** Files that were made. */
  made: z.array(z.string()),
  /** Files in which it was registered. */
  changed: z.array(z.string()),
  /** What to do next, in order. */
  next: z.array(z.string()),
});

export type NewValue = z.infer<typeof newValue>;
