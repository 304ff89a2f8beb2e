import { parse } from "yaml";
import { z } from "zod";
import { PatchkitError } from "../errors.ts";
import type { GoPackage } from "../profile/index.ts";

/** Where the text of an edit goes, relative to its anchor. */
export const places = [
  "before",
  "after",
  "start",
  "end",
  "replace",
  "argument",
  "parameter",
  "condition",
  "append",
  "create",
  "sorted-flag",
] as const;

const headerSchema = z.strictObject({
  /** Path from the repository root. */
  file: z.string(),
  /** The anchor; omitted if the place is `append`, `create` or `sorted-flag`. */
  at: z.string().default(""),
  place: z.enum(places),
  expect: z
    .union([z.number(), z.string().regex(/^\d+$/).transform(Number)])
    .pipe(z.number().int().min(0))
    .default(1),
  /** Packages used in the text, each `path` or `name=path`; missing imports are added to the file. */
  imports: z
    .string()
    .default("")
    .transform((text) => text.split(" ").filter(Boolean).map(parseImport)),
  /**
   * Conditions on the anchor, joined by `and`: `first-statement`, it is the first statement of its function;
   * `before call X`, its function calls X, and only after the anchor.
   */
  promise: z
    .string()
    .regex(/^(first-statement|before call \S.*?)( and (first-statement|before call \S.*?))*$/)
    .transform((text) => text.split(" and "))
    .default([]),
});

function parseImport(text: string): GoPackage {
  const equals = text.indexOf("=");
  const path = text.slice(equals + 1);
  return { path, name: equals === -1 ? path.slice(path.lastIndexOf("/") + 1) : text.slice(0, equals) };
}

/** A rendered edit: place and text. */
export type EditSpec = z.infer<typeof headerSchema> & { readonly text: string; readonly template: string };

/** Splits a rendered template into its header and its text. */
export function parseEdit(template: string, rendered: string): EditSpec {
  const { header, text } = splitHeader(rendered);
  const parsed = headerSchema.safeParse(parseYaml(template, header));
  if (!parsed.success) throw badTemplate(template, z.prettifyError(parsed.error));
  return { ...parsed.data, text, template };
}

function parseYaml(template: string, header: string): unknown {
  try {
    return parse(header);
  } catch (cause) {
    throw badTemplate(template, cause instanceof Error ? cause.message : String(cause));
  }
}

/**
 * The `when:` line of a template's header: the name of a condition of the view, negated by `!`. It is read before
 * rendering, because a template that does not apply may use names that the release does not have.
 */
export function conditionsOf(source: string): string[] {
  const line = /^when: *(.*)$/m.exec(splitHeader(source).header)?.[1];
  return line ? line.trim().split(/ +and +/) : [];
}

/** The template without its `when:` line; a header without other lines is removed. */
export function withoutConditions(source: string): string {
  const { header, text } = splitHeader(source);
  const rest = header.replace(/^when:.*\n?/m, "");
  return rest === "" ? text : `---\n${rest}---\n${text}`;
}

function splitHeader(source: string): { header: string; text: string } {
  const match = /^---\n([\s\S]*?)^---\n/m.exec(source);
  if (match?.index !== 0) return { header: "", text: source };
  return { header: match[1] ?? "", text: source.slice(match[0].length) };
}

/** An invalid template: a mistake in the tool or by a variant's author. */
export function badTemplate(template: string, reason: string): PatchkitError {
  return new PatchkitError("plan/bad-template", `${template}: ${reason}`, {
    hint: "See CONTRIBUTING.md on templates.",
  });
}
