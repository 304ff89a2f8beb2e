import { z } from "zod";
import { schemaVersion } from "./schema-version.ts";

/** A fact that a value was told from; `line` is null if there is no such file, which is what it was told from. */
const place = z.strictObject({ name: z.string(), path: z.string(), line: z.number().nullable() });

const name = z.strictObject({
  /** As templates write it, with the part of a value behind a dot. */
  name: z.string(),
  /** The commit, variant.json, a param, a fact, or computed from facts and params. */
  origin: z.enum(["commit", "variant", "param", "fact", "derived"]),
  /** A sentence; "" if nothing says what it means. */
  meaning: z.string(),
  /** The facts that were read for it. */
  facts: z.array(place),
  /** Why the tree has no such value; null if it has one. */
  missing: z.string().nullable(),
  /** Null if it is missing. */
  value: z.json(),
});

/** `inspect --view --json`. */
export const inspectViewValue = z.strictObject({
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
      /** With the defaults of their params. */
      variants: z.array(z.strictObject({ id: z.string(), names: z.array(name) })),
      code: z.string().nullable(),
      reason: z.string().nullable(),
    }),
  ),
});

export type InspectViewValue = z.infer<typeof inspectViewValue>;
