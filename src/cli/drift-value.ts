import { z } from "zod";
import { schemaVersion } from "./schema-version.ts";

const sha = z.string().regex(/^[0-9a-f]{40}$/);

/** `inspect --drift --json`. */
export const driftValue = z.strictObject({
  schema: z.literal(schemaVersion),
  repo: z.string(),
  since: z.strictObject({ ref: z.string(), sha }),
  until: z.strictObject({ ref: z.string(), sha }),
  /** Commits of the first-parent history after `since` up to `until`. */
  examined: z.number(),
  /** Those that changed a fact or whether a variant fits, oldest first. */
  commits: z.array(
    z.strictObject({
      sha,
      /** ISO 8601, UTC. */
      committedAt: z.string(),
      subject: z.string(),
      /** Number of the pull request that the message names. */
      pull: z.number().nullable(),
      facts: z.array(
        z.strictObject({ name: z.string(), before: z.string().nullable(), after: z.string().nullable() }),
      ),
      variants: z.array(
        z.strictObject({
          id: z.string(),
          before: z.string().nullable(),
          after: z.string().nullable(),
          /** The later commit at which the variant fits again; null if this is no break, or an open one. */
          mendedBy: sha.nullable(),
        }),
      ),
    }),
  ),
  /** Variants that fitted at a commit of the range and do not at its end; the exit code is 1 if there are any. */
  broken: z.array(
    z.strictObject({
      id: z.string(),
      /** The commit that broke it. */
      by: sha,
      /** What is said of it at the end; null where the variant is gone. */
      reason: z.string().nullable(),
    }),
  ),
});

export type DriftValue = z.infer<typeof driftValue>;
