import { type GoFile, type GoParser, PackageIndex, type Range } from "../../src/golang/index.ts";

/** Text with `«` and `»` around what was edited, taken apart into both. */
export function takeMarks(marked: string): { text: string; ranges: Range[] } {
  const ranges: Range[] = [];
  let text = "";
  for (const part of marked.split(/([«»])/)) {
    if (part === "«") ranges.push({ start: text.length, end: text.length });
    else if (part === "»") ranges.push({ start: ranges.pop()?.start ?? 0, end: text.length });
    else text += part;
  }
  return { text, ranges };
}

/** The packages of a module `example.org/m` that has these Go files, by path; all its folders are known. */
export function indexPackages(parser: GoParser, files: Readonly<Record<string, string>>): PackageIndex {
  const parsed = new Map<string, GoFile>();
  const folderOf = (path: string) => path.slice(0, Math.max(0, path.lastIndexOf("/")));
  return new PackageIndex(
    {
      files(folder) {
        const found = Object.entries(files).filter(([path]) => folderOf(path) === folder);
        return found.length === 0 ? undefined : new Map(found);
      },
      parsed(path) {
        const file = parsed.get(path) ?? parser.parse(path, files[path] ?? "");
        parsed.set(path, file);
        return file;
      },
      importFolder: (path) =>
        path.startsWith("example.org/m/") ? path.slice("example.org/m/".length) : undefined,
    },
    new Map(),
  );
}
