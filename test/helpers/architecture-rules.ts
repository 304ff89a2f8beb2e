import {
  type Exception,
  entries,
  hostPackages,
  processUses,
  type Row,
  withoutFrontDoor,
} from "../architecture-table.ts";
import type { Source } from "./source-graph.ts";

/** One breach of a rule: `file: what was found`. */
export interface Breach {
  readonly file: string;
  readonly found: string;
}

/** Folder of a path below `src/`; a file at the root stands for itself, without `.ts`. */
export function areaOf(path: string): string {
  const slash = path.indexOf("/");
  return slash === -1 ? path.replace(/\.ts$/, "") : path.slice(0, slash);
}

/** Imports that the table does not allow. */
export function forbiddenImports(sources: readonly Source[], table: readonly Row[]): Breach[] {
  return imports(sources).filter(({ file, found }) => {
    const [from, to] = [areaOf(file), areaOf(found)];
    if (from === to || to === "errors") return false;
    const row = table.find(({ name }) => name === from);
    if (!row?.imports.includes(to)) return true;
    const files = row.only?.[to];
    return files !== undefined && !files.includes(file.slice(from.length + 1));
  });
}

/** Imports from outside that pass a folder's front door by, and imports of one's own front door. */
export function frontDoorBreaches(sources: readonly Source[]): Breach[] {
  return imports(sources).filter(({ file, found }) => {
    const [from, to] = [areaOf(file), areaOf(found)];
    const isFrontDoor = found === `${to}/index.ts`;
    if (from === to) return isFrontDoor;
    return found.includes("/") && !isFrontDoor && !withoutFrontDoor.includes(to);
  });
}

/** Imports of files that do not exist; a rule that follows imports would not see them. */
export function danglingImports(sources: readonly Source[]): Breach[] {
  const known = new Set(sources.map(({ path }) => path));
  return imports(sources).filter(({ found }) => !known.has(found));
}

/** Files that can be reached from themselves, as the cycles they lie on: each file names the next. */
export function cycles(sources: readonly Source[]): Breach[] {
  const reached = new Map(sources.map(({ path }) => [path, reachable(sources, [path])]));
  return imports(sources).filter(({ file, found }) => reached.get(found)?.has(file));
}

/** Files that no entry leads to. */
export function orphans(sources: readonly Source[]): string[] {
  const reached = reachable(sources, entries);
  return sources.map(({ path }) => path).filter((path) => !reached.has(path));
}

/** Areas with a file that is loaded with one, by imports that are neither dynamic nor of types alone. */
export function areasLoadedWith(sources: readonly Source[], path: string): string[] {
  const loading = sources.map((one) => ({ ...one, imports: one.imports.filter(({ loads }) => loads) }));
  return [...new Set([...reachable(loading, [path])].map(areaOf))].sort();
}

/** Packages of the outside world, imported elsewhere than in `host/`. */
export function outsideImports(sources: readonly Source[]): Breach[] {
  return sources
    .filter(({ path }) => areaOf(path) !== "host")
    .flatMap((source) =>
      source.imports
        .filter(({ target }) => hostPackages.includes(target) || hostPackages.includes(`node:${target}`))
        .map(({ target }) => ({ file: source.path, found: target })),
    );
}

/** Uses of `process` and `console` outside of `cli/`, those that the table lists apart. */
export function globalUses(sources: readonly Source[]): Breach[] {
  return sources
    .filter(({ path }) => areaOf(path) !== "cli")
    .flatMap(({ path, processMembers, usesConsole, imports }) => {
      const allowed = processUses.find(({ folder }) => folder === areaOf(path))?.members ?? [];
      const members = processMembers.filter((member) => !allowed.includes(member));
      const modules = imports.filter(({ target }) => /^(node:)?(process|console)$/.test(target));
      return [
        ...members.map((member) => ({ file: path, found: `process.${member}` })),
        ...(usesConsole ? [{ file: path, found: "console" }] : []),
        ...modules.map(({ target }) => ({ file: path, found: target })),
      ];
    });
}

/** Words of proposals in literals outside of `proposals/`, each once per file. */
export function proposalWordUses(sources: readonly Source[], words: readonly string[]): Breach[] {
  const whole = words.map((word) => ({
    word,
    pattern: new RegExp(`(?<![\\w-])${word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}(?![\\w-])`),
  }));
  return sources
    .filter(({ path }) => areaOf(path) !== "proposals")
    .flatMap(({ path, texts }) =>
      whole
        .filter(({ pattern }) => texts.some((text) => pattern.test(text)))
        .map(({ word }) => ({ file: path, found: word })),
    );
}

/** Breaches that no exception is listed for, and exceptions that nothing needs any more. */
export function settle(
  breaches: readonly Breach[],
  exceptions: readonly Exception[],
): { unlisted: Breach[]; unneeded: Breach[] } {
  const listed = exceptions.flatMap(({ files, found }) => files.map((file) => ({ file, found })));
  const same = (a: Breach) => (b: Breach) => a.file === b.file && a.found === b.found;
  return {
    unlisted: breaches.filter((breach) => !listed.some(same(breach))),
    unneeded: listed.filter((exception) => !breaches.some(same(exception))),
  };
}

function imports(sources: readonly Source[]): Breach[] {
  return sources.flatMap(({ path, imports }) =>
    imports.filter(({ ours }) => ours).map(({ target }) => ({ file: path, found: target })),
  );
}

function reachable(sources: readonly Source[], from: readonly string[]): Set<string> {
  const targets = new Map(
    sources.map(({ path, imports }) => [
      path,
      imports.filter(({ ours }) => ours).map(({ target }) => target),
    ]),
  );
  const reached = new Set<string>(from);
  for (const path of reached) for (const target of targets.get(path) ?? []) reached.add(target);
  return reached;
}
