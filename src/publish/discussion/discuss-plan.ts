import { z } from "zod";

/** Version of the format of a plan. */
export const discussPlanSchemaVersion = 1;

/** Stands in a text for the gist's URL, which is not known before it is made. */
export const gistPlaceholder = "{{gist}}";

const thread = z.strictObject({
  kind: z.enum(["issue", "discussion"]),
  repository: z.string().regex(/^[\w.-]+\/[\w.-]+$/),
  number: z.number().int().positive(),
});

/** What `discuss` is going to do: plain data, which `--dry-run` prints and `--plan` carries out. */
export const discussPlanSchema = z.strictObject({
  schema: z.literal(discussPlanSchemaVersion),
  kind: z.literal("discuss"),
  apiUrl: z.string(),
  login: z.string(),
  thread,
  /** Title of the thread. */
  title: z.string(),
  /** The gist with the patches: found again by its description. */
  gist: z.strictObject({ description: z.string(), files: z.record(z.string(), z.string()) }),
  /** The comment; `{{gist}}` is replaced by the gist's URL. */
  text: z.string(),
  /** What was left out of the text. */
  cut: z.array(z.string()),
});

export type DiscussPlan = z.infer<typeof discussPlanSchema>;
