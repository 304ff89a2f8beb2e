import { z } from "zod";
import { PatchkitError } from "../errors.ts";
import { suggestion } from "../text/index.ts";

/** Name of the configuration file. */
export const configName = "cilium-patchkit.config.json";

const paramValue = z.union([z.string(), z.boolean(), z.array(z.string())]);

/** `cilium-patchkit.config.json`; paths are relative to its folder. */
export const configSchema = z.strictObject({
  $schema: z.string().optional().describe("For editors; not read."),
  templates: z.array(z.string().min(1)).optional().describe("Folders of templates, as with --templates."),
  variants: z
    .array(z.string())
    .min(1)
    .optional()
    .describe("Ids of variants, or of stacks of them such as `a+b`, that are rendered without --variant."),
  identity: z.string().optional().describe("Author and sign-off, as with --identity: `Name <mail>`."),
  out: z.string().min(1).optional().describe("The output folder, as with --out."),
  set: z
    .record(z.string(), z.record(z.string(), paramValue))
    .optional()
    .describe("Params by id of the variant and name of the param, as with --set."),
});

/** What the file says. */
export type Config = z.infer<typeof configSchema>;

/** A configuration file that was read. */
export interface ConfigFile {
  readonly path: string;
  readonly config: Config;
}

/**
 * Reads the text of a configuration file.
 *
 * @param path for messages.
 * @throws PatchkitError `usage/bad-config` with every problem: where in the file, expected, found.
 */
export function parseConfig(text: string, path: string): Config {
  const parsed = configSchema.safeParse(parseJson(text, path), { reportInput: true });
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(describe);
  throw badConfig(path, problems.map(({ words }) => words).join("; "), problems[0]?.hint ?? "");
}

/** @param hint what to do next; the default names the schema. */
export function badConfig(path: string, words: string, hint = "", cause?: unknown): PatchkitError {
  return new PatchkitError("usage/bad-config", `${path}: ${words}`, {
    hint: hint.trim() || "schemas/config.json in the package describes the file.",
    ...(cause === undefined ? {} : { cause }),
  });
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const found = cause instanceof Error ? cause.message : String(cause);
    throw badConfig(path, `expected JSON, found ${found}`, "", cause);
  }
}

type Issue = z.core.$ZodIssue;

/** Where, expected, found. */
function describe(issue: Issue): { readonly words: string; readonly hint?: string } {
  const place = issue.path.map(String).join(".");
  const at = place === "" ? "" : `${place}: `;
  switch (issue.code) {
    case "unrecognized_keys": {
      const names = Object.keys(configSchema.shape).filter((name) => name !== "$schema");
      const found = issue.keys.map((key) => JSON.stringify(key)).join(", ");
      return {
        words: `${at}expected one of ${names.join(", ")}, found ${found}`,
        hint: suggestion(issue.keys[0] ?? "", names, ""),
      };
    }
    case "invalid_type":
      return { words: `${at}expected ${article(issue.expected)}, found ${kindOf(issue.input)}` };
    case "invalid_union":
      return {
        words: `${at}expected a text, true or false, or a list of texts, found ${kindOf(issue.input)}`,
      };
    case "too_small":
      return { words: `${at}expected something, found nothing` };
    default:
      return { words: `${at}${issue.message}` };
  }
}

const kinds: Readonly<Record<string, string>> = {
  string: "a text",
  array: "a list",
  object: "an object",
  record: "an object",
  boolean: "true or false",
  number: "a number",
};

function article(type: string): string {
  return kinds[type] ?? type;
}

function kindOf(value: unknown): string {
  if (typeof value === "boolean" || value === null) return String(value);
  return article(Array.isArray(value) ? "array" : typeof value);
}
