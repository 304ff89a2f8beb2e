import { z } from "zod";
import { schemaVersion } from "./schema-version.ts";

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** `bundle --json`. */
export const bundleValue = z.strictObject({
  schema: z.literal(schemaVersion),
  /** The output folder that was read. */
  out: z.string(),
  /** Whether nothing was written. */
  dryRun: z.boolean(),
  /** Folder of the bundle. */
  folder: z.string(),
  /** The same as one file, to attach. */
  zip: z.strictObject({ path: z.string(), sizeBytes: z.number(), sha256 }),
  series: z.array(
    z.strictObject({
      /** Below the bundle's folder. */
      folder: z.string(),
      base: z.string(),
      digest: sha256,
      /** Why it does not count as verified; empty if it does. */
      doubts: z.array(z.string()),
    }),
  ),
  /** Paths below the bundle's folder. */
  files: z.array(
    z.strictObject({
      path: z.string(),
      sizeBytes: z.number(),
      /** Whether GitHub takes it as an attachment by itself; the zip has all of them. */
      attachable: z.boolean(),
    }),
  ),
  post: z.strictObject({
    characters: z.number(),
    /** Parts of the report that the post has no room for. */
    cut: z.array(z.strictObject({ title: z.string(), characters: z.number() })),
  }),
});

export type BundleValue = z.infer<typeof bundleValue>;
