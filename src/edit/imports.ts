import { z } from "zod";
import { PatchkitError } from "../errors.ts";
import { type GoFile, importsOf, namesOfImport } from "../golang/index.ts";
import { type Edit, startOfLine } from "../text/index.ts";

/** A Go package as a file imports it. */
export interface GoPackage {
  /** Import path. */
  readonly path: string;
  /** Its name in the file. */
  readonly name: string;
}

/** How the imports of a tree are grouped: the standard library first, then these two. */
export interface ImportLayout {
  /** Path of the tree's own module. */
  readonly module: string;
  /** Whether the module's own packages come before those of others. */
  readonly ownFirst: boolean;
}

/** The header line of packages that a text uses. */
export const importsField = z
  .string()
  .default("")
  .transform((text) => text.split(" ").filter(Boolean).map(parseImport))
  .describe("Packages used in the text, each `path` or `name=path`; missing imports are added to the file.");

function parseImport(text: string): GoPackage {
  const equals = text.indexOf("=");
  const path = text.slice(equals + 1);
  return { path, name: equals === -1 ? lastOf(path) : text.slice(0, equals) };
}

function lastOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** A missing import, and the edit that adds it. */
export interface AddedImport {
  readonly added: GoPackage;
  readonly edit: Edit;
}

/**
 * Edits that add missing imports to a file, each in order of path in the group of its kind.
 *
 * @throws PatchkitError `golang/anchor-mismatch` if the file imports nothing of that kind;
 *   `plan/identifier-taken` if it imports another package under that name.
 */
export function addImports(file: GoFile, packages: readonly GoPackage[], module: string): AddedImport[] {
  const present = importsOf(file);
  const missing = new Map(
    packages
      .filter(({ path }) => !present.some((known) => known.path === path))
      .map((one) => [one.path, one]),
  );
  return [...missing.values()].map((added) => {
    const { path, name } = added;
    const other = present.find((known) => known.name === name);
    if (other) {
      throw new PatchkitError(
        "plan/identifier-taken",
        `${file.path}:${other.line}: expected ${name} to be free for ${path}, found ${other.path} imported as ${name}`,
        {
          hint: "This tree differs from the known shapes there: first import it under another name in a separate commit.",
        },
      );
    }
    const group = present.filter((known) => kindOf(known.path, module) === kindOf(path, module));
    const before = group.filter((known) => known.path < path).at(-1);
    const neighbour = before ?? group[0];
    if (!neighbour) {
      throw new PatchkitError(
        "golang/anchor-mismatch",
        `${file.path}: expected an import of the same kind as ${path}, found none`,
        { hint: "This tree differs from the known shapes." },
      );
    }
    const offset = startOfLine(file.text, neighbour.line + (before ? 1 : 0));
    return { added, edit: { start: offset, end: offset, text: `${importLine(added)}\n` } };
  });
}

function kindOf(path: string, module: string): "standard" | "own" | "other" {
  if (path.startsWith(`${module}/`)) return "own";
  return path.split("/")[0]?.includes(".") ? "other" : "standard";
}

/** An import block of whole lines; the lines are the first group. */
const block = /^import \(\n((?:[^)\n]*\n)*?)\)\n/m;

/** `name "path"`, alone on its line. */
const spec = /^\s*(?:import\s+)?(?:([\w.]+)\s+)?"([^"]+)"/;

/**
 * Gives a new file its imports: of those in its first import block, in its template's header, and of `packages`, the
 * ones that its code uses, grouped as in the release. Blocks with comments are left as they are.
 */
export function fillImports(text: string, packages: readonly GoPackage[], layout: ImportLayout): string {
  const found = block.exec(text);
  const lines = found?.[1]?.split("\n").filter((line) => line.trim() !== "") ?? [];
  const own = lines.flatMap(packageOf);
  if (own.length < lines.length || lines.some((line) => line.includes("//"))) return text;
  const rest = found ? text.replace(found[0], "") : text;
  const elsewhere = new Set(otherImports(rest).map(({ name }) => name));
  const used = usedQualifiers(rest);
  const isUsed = (one: GoPackage) =>
    one.name === "_" || one.name === "." || namesOfImport({ ...one, line: 0 }).some((name) => used.has(name));
  const needed = new Map(
    [...own, ...packages]
      .filter((one) => isUsed(one) && !elsewhere.has(one.name))
      .map((one) => [one.path, one] as const),
  );
  if (!found && needed.size === 0) return text;
  const filled = importBlock([...needed.values()], layout);
  if (found) return text.replace(found[0], () => filled);
  return text.replace(/^package .*\n/m, (clause) => `${clause}\n${filled}`);
}

/** The imports of all declarations but the first block. */
function otherImports(text: string): GoPackage[] {
  const declarations = text.match(/^import (?:\([^)]*\)|.*)$/gm) ?? [];
  return declarations.flatMap((one) =>
    one
      .replace(/^import \(/, "")
      .split("\n")
      .flatMap(packageOf),
  );
}

/** The package of an import's line; none for any other line. */
function packageOf(line: string): GoPackage[] {
  const [, name, path] = spec.exec(line) ?? [];
  return path === undefined ? [] : [{ path, name: name ?? lastOf(path) }];
}

/**
 * Names before a dot and an exported name, outside comments and strings; they include the packages that the file
 * uses. Templates do not use names of packages for variables.
 */
function usedQualifiers(text: string): Set<string> {
  const code = text.replace(/'(?:[^'\\\n]|\\.)+'|\/\/.*$|"(?:[^"\\\n]|\\.)*"/gm, "");
  return new Set([...code.matchAll(/(?<![\w.])(\w+)\.[A-Z]/g)].map(([, name = ""]) => name));
}

function importBlock(packages: readonly GoPackage[], { module, ownFirst }: ImportLayout): string {
  const of = (kind: ReturnType<typeof kindOf>) =>
    packages.filter(({ path }) => kindOf(path, module) === kind);
  const groups = [of("standard"), ...(ownFirst ? [of("own"), of("other")] : [of("other"), of("own")])];
  const blocks = groups
    .filter((group) => group.length > 0)
    .map((group) =>
      group
        .sort((a, b) => (a.path < b.path ? -1 : 1))
        .map(importLine)
        .join("\n"),
    );
  return `import (\n${blocks.join("\n\n")}\n)\n`;
}

function importLine({ path, name }: GoPackage): string {
  return lastOf(path) === name ? `\t"${path}"` : `\t${name} "${path}"`;
}
