import { z } from "zod";

const paramSchema = z.strictObject({
  name: z.string().regex(/^[a-z][a-z-]*$/),
  type: z.enum(["flag", "boolean", "list"]),
  default: z.union([z.string(), z.boolean(), z.array(z.string())]),
  /** For lists: the values that may stand in it. */
  choices: z.array(z.string()).optional(),
  meaning: z.string(),
});

/** `variant.json`: what a variant is and what the user may set. */
export const variantSchema = z.strictObject({
  id: z.string().regex(/^[a-z][a-z-]*$/),
  /** One sentence. */
  purpose: z.string(),
  fixes: z.string(),
  doesNotFix: z.string(),
  params: z.array(paramSchema),
  /** The flag the variant adds, where it adds one. */
  flag: z
    .strictObject({
      /** Name; left out where the param `flag` gives it. */
      name: z.string().optional(),
      /** What `--help` says of it. */
      help: z.string(),
      /** What the option does, behind its name. */
      controls: z.string(),
      /** Field of the node configuration that it sets. */
      nodeConfigField: z.string(),
      /** Whether that field is set when the flag is off. */
      inverted: z.boolean(),
    })
    .optional(),
  /** Facts without which the variant has nothing to do on that release. */
  applicable: z.array(z.string()).default([]),
});

export type VariantSpec = z.infer<typeof variantSchema>;
export type ParamSpec = z.infer<typeof paramSchema>;
