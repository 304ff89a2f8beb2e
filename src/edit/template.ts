import { parse } from "yaml";
import { suggestion } from "../text/index.ts";
import { badTemplate } from "./bad-template.ts";
import { type EditSpec, kinds } from "./kinds.ts";

/**
 * Splits a rendered template into its header and its text, and reads the header as its kind of edit.
 *
 * @throws PatchkitError `plan/bad-template`.
 */
export function parseEdit(template: string, rendered: string): EditSpec {
  const { header, text } = splitHeader(rendered);
  const fields = parseYaml(template, header);
  if (typeof fields !== "object" || fields === null)
    throw badTemplate(template, "expected a header between lines of ---, found none");
  const { file, kind, place } = fields as Readonly<Record<string, unknown>>;
  if (typeof file !== "string") throw badTemplate(template, "expected file: and a path in the header");
  if (!isRepoPath(file))
    throw badTemplate(template, `expected file: and a path below the root, found ${JSON.stringify(file)}`);
  return kindOf(template, file, kind, place).bind(fields, { text, template });
}

/** Whether git can have a file at a path: templates may come from others, and none leaves the tree. */
function isRepoPath(path: string): boolean {
  return path.split("/").every((name) => !/^(\.{0,2}|\.git)$/i.test(name)) && !/[\p{Cc}\\]/u.test(path);
}

function kindOf(template: string, file: string, name: unknown, place: unknown) {
  const kind = kinds.find((one) => (name === undefined ? one.means({ file, place }) : one.name === name));
  if (kind) return kind;
  const names = kinds.map((one) => one.name);
  const expected = `expected kind: and one of ${names.join(", ")} in the header`;
  if (name === undefined)
    throw badTemplate(template, `${expected}, found none, which ${file} does not tell either`);
  const found = `found ${JSON.stringify(name)}`;
  throw badTemplate(template, `${expected}, ${found}. ${suggestion(String(name), names, "")}`.trim());
}

function parseYaml(template: string, header: string): unknown {
  try {
    return parse(header);
  } catch (cause) {
    throw badTemplate(template, cause instanceof Error ? cause.message : String(cause));
  }
}

/**
 * The `when:` line of a template's header: conditions joined by `and`, each the name of one of the view or
 * `file PATH`, negated by `!`. It is read before rendering, because a template that does not apply may use names that
 * the release does not have.
 */
export function conditionsOf(source: string): string[] {
  const line = /^when: *(.*)$/m.exec(splitHeader(source).header)?.[1];
  return line ? line.trim().split(/ +and +/) : [];
}

/** What of a companion commit is left out where a place is missing: all of it, or only the edits of that file. */
export type Companion = "together" | "each";

/**
 * The `companion:` line of a commit's header: the commit only follows the code, in documents and charts, so that a
 * place that a release does not have, or that is not known there, leaves it out and does not refuse the series.
 *
 * @throws PatchkitError `plan/bad-template`.
 */
export function companionOf(template: string, source: string): Companion | undefined {
  const word = /^companion: *(.*)$/m.exec(splitHeader(source).header)?.[1]?.trim();
  if (word === undefined || word === "together" || word === "each") return word;
  throw badTemplate(template, `expected companion: and together or each, found ${JSON.stringify(word)}`);
}

/** The template without the lines that are read before it is rendered; a header without other lines is removed. */
export function withoutConditions(source: string): string {
  const { header, text } = splitHeader(source);
  const rest = header.replace(/^(when|companion):.*\n?/gm, "");
  return rest === "" ? text : `---\n${rest}---\n${text}`;
}

function splitHeader(source: string): { header: string; text: string } {
  const match = /^---\n([\s\S]*?)^---\n/m.exec(source);
  if (match?.index !== 0) return { header: "", text: source };
  return { header: match[1] ?? "", text: source.slice(match[0].length) };
}
