import { z } from "zod";

const paramSchema = z.strictObject({
  name: z.string().regex(/^[a-z][a-z-]*$/),
  type: z.enum(["flag", "boolean", "list"]),
  default: z.union([z.string(), z.boolean(), z.array(z.string())]),
  /** For lists: the allowed values. */
  choices: z.array(z.string()).optional(),
  meaning: z.string(),
});

/** `variant.json`: describes a variant and its params. */
export const variantSchema = z.strictObject({
  id: z.string().regex(/^[a-z][a-z-]*$/),
  /** One sentence. */
  purpose: z.string(),
  fixes: z.string(),
  doesNotFix: z.string(),
  params: z.array(paramSchema),
  /** The flag that the variant adds, if any. */
  flag: z
    .strictObject({
      /** Name; omitted if the param `flag` sets it. */
      name: z.string().optional(),
      /** Its `--help` text. */
      help: z.string(),
      /** What the option does; follows its name in a comment. */
      controls: z.string(),
      /** Field of the node configuration that it sets, if any. */
      nodeConfigField: z.string().optional(),
      /** Whether that field is set when the flag is off. */
      inverted: z.boolean().default(false),
    })
    .optional(),
  /** Facts without which the variant does not apply to a release. */
  applicable: z.array(z.string()).default([]),
});

export type VariantSpec = z.infer<typeof variantSchema>;
export type ParamSpec = z.infer<typeof paramSchema>;
