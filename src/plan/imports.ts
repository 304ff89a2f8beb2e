import { PatchkitError } from "../errors.ts";
import { type GoFile, importsOf } from "../golang/index.ts";
import { ciliumModule, type GoPackage } from "../profile/index.ts";
import { type Edit, startOfLine } from "../text/index.ts";
import type { PackageList } from "./view.ts";

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
export function addImports(file: GoFile, packages: readonly GoPackage[]): AddedImport[] {
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
    const group = present.filter((known) => kindOf(known.path) === kindOf(path));
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

function kindOf(path: string): "standard" | "own" | "other" {
  if (path.startsWith(`${ciliumModule}/`)) return "own";
  return path.split("/")[0]?.includes(".") ? "other" : "standard";
}

/** Marks the place of the imports in a template of a new Go file. */
export const importsPlaceholder = "import ()\n";

const standard: readonly GoPackage[] = [
  "bytes",
  "errors",
  "log/slog",
  "net",
  "reflect",
  "runtime",
  "sort",
  "strings",
  "testing",
].map((path) => ({ path, name: path.slice(path.lastIndexOf("/") + 1) }));

const others: readonly GoPackage[] = [
  { path: "github.com/cilium/ebpf/rlimit", name: "rlimit" },
  { path: "github.com/vishvananda/netlink", name: "netlink" },
  { path: "golang.org/x/sys/unix", name: "unix" },
];

/** Replaces {@link importsPlaceholder} by the imports that a new file uses, grouped as in the release. */
export function fillImports(text: string, packages: () => PackageList): string {
  if (!text.includes(importsPlaceholder)) return text;
  const used = usedQualifiers(text);
  const { known: own, ciliumFirst } = packages();
  const known = [...standard, ...others, ...own];
  const needed = new Map(known.filter(({ name }) => used.has(name)).map((pkg) => [pkg.path, pkg]));
  return text.replace(importsPlaceholder, () => importBlock([...needed.values()], ciliumFirst));
}

/**
 * Names before a dot and an exported name, outside comments and strings; they include the packages that the file
 * uses. Templates do not use names of packages for variables.
 */
function usedQualifiers(text: string): Set<string> {
  const code = text.replace(/'(?:[^'\\\n]|\\.)+'|\/\/.*$|"(?:[^"\\\n]|\\.)*"/gm, "");
  return new Set([...code.matchAll(/(?<![\w.])(\w+)\.[A-Z]/g)].map(([, name = ""]) => name));
}

function importBlock(packages: readonly GoPackage[], ciliumFirst: boolean): string {
  const of = (kind: ReturnType<typeof kindOf>) => packages.filter(({ path }) => kindOf(path) === kind);
  const groups = [of("standard"), ...(ciliumFirst ? [of("own"), of("other")] : [of("other"), of("own")])];
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
  return path.slice(path.lastIndexOf("/") + 1) === name ? `\t"${path}"` : `\t${name} "${path}"`;
}
