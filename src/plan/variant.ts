import { z } from "zod";
import type { ParamValues } from "./plan.ts";

const paramSchema = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/),
  type: z.enum(["flag", "boolean", "list", "choice"]),
  default: z.union([z.string(), z.boolean(), z.array(z.string())]),
  /** For lists and choices: the allowed values. */
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
  /** What its proposal's trials check of its series, in the proposal's own words; without it, they are not needed. */
  promise: z.record(z.string(), z.unknown()).optional(),
  /** What a release would say of it, the first whose `when` has the params of the series; `{name}` stands for a param. */
  releaseNotes: z
    .array(
      z.strictObject({
        when: z.record(z.string(), z.union([z.string(), z.boolean()])).optional(),
        /** One sentence, for users. */
        note: z.string(),
        /** Labels of its pull request. */
        labels: z.array(z.string()),
      }),
    )
    .optional(),
  /** The flag that the variant adds, if any; each part that templates do not use may be left out. */
  flag: z
    .strictObject({
      /** Name; omitted if a param of type `flag` sets it. */
      name: z.string().optional(),
      /** Its `--help` text. */
      help: z.string().optional(),
      /** What the option does; follows its name in a comment. */
      controls: z.string().optional(),
      /** Field of the node configuration that it sets. */
      nodeConfigField: z.string().optional(),
      /** Whether that field is set when the flag is off. */
      inverted: z.boolean().optional(),
    })
    .optional(),
});

export type VariantSpec = z.infer<typeof variantSchema>;
export type ParamSpec = z.infer<typeof paramSchema>;

/** The name of a variant's flag: its own, or what its param of type `flag` is set to; undefined if it adds none. */
export function flagOf({ flag, params: specs }: VariantSpec, params: ParamValues): string | undefined {
  if (flag?.name !== undefined) return flag.name;
  const param = specs.find(({ type }) => type === "flag");
  const value = param && (params[param.name] ?? param.default);
  return typeof value === "string" ? value : undefined;
}
