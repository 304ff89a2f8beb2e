import { join } from "node:path";
import { writeProgram, writeText } from "../host/files.ts";
import { writeTexts } from "../host/git-tree.ts";
import { shellWords } from "../text/index.ts";

/** A set of files that replaces files of the base tree for Go commands. */
export interface Overlay {
  /** Path of the overlay file inside the engine. */
  readonly file: string;
  /** Program for `go vet -vettool` that also uses the overlay. */
  readonly vetTool: string;
  /** Paths of the overlay's files inside the engine, by path from the repository root. */
  readonly paths: ReadonlyMap<string, string>;
}

/** Folders of this machine and of the session that show the same files. */
export interface WorkFolders {
  /** On this machine. */
  readonly work: string;
  /** In the session. */
  readonly sessionWork: string;
  readonly sessionTree: string;
}

/**
 * Writes texts into the work folder, and the file that tells Go (`go help build`, -overlay) to read
 * them instead of the tree's.
 *
 * @param name folder name below the work folder.
 * @param texts by path from the repository root; undefined to remove the file.
 */
export async function writeOverlay(
  { work, sessionWork, sessionTree }: WorkFolders,
  name: string,
  texts: ReadonlyMap<string, string | undefined>,
): Promise<Overlay> {
  const present = new Map([...texts].flatMap(([path, text]) => (text === undefined ? [] : [[path, text]])));
  await writeTexts(join(work, name, "files"), present);
  const paths = new Map([...present.keys()].map((path) => [path, `${sessionWork}/${name}/files/${path}`]));
  const replace = Object.fromEntries(
    [...texts.keys()].map((path) => [`${sessionTree}/${path}`, paths.get(path) ?? ""]),
  );
  await writeText(join(work, name, "overlay.json"), JSON.stringify({ Replace: replace }));
  await writeText(join(work, name, "vet.sed"), replacements(sessionTree, paths));
  await writeProgram(join(work, name, "vet"), vetTool(`${sessionWork}/${name}/vet.sed`));
  return { file: `${sessionWork}/${name}/overlay.json`, vetTool: `${sessionWork}/${name}/vet`, paths };
}

/**
 * `go vet` passes the files of the tree to the vet tool and ignores the overlay: a changed file would be checked in
 * its old state, and an added file would be missing. This wrapper corrects the list of files that go passes
 * (golang.org/x/tools/go/analysis/unitchecker, Config.GoFiles); its paths may be relative to the tree. It runs for
 * every package and every dependency, so go is asked only once for its own vet: the answer is kept in the folder
 * that go makes for one run (`go help vet`, -work), two above the configuration.
 */
function vetTool(script: string): string {
  return `#!/bin/sh
for config; do :; done
case $config in
/*/*/*.cfg)
	kept=\${config%/*/*}/vet-tool
	[ -s "$kept" ] || { go tool -n vet >"$kept.$$" && mv "$kept.$$" "$kept"; } || exit
	read -r vet <"$kept"
	sed -i -f ${shellWords([script])} "$config" || exit
	;;
*) vet=$(go tool -n vet) || exit ;;
esac
exec "$vet" "$@"
`;
}

/** The sed script that replaces paths; a path stands in it as in JSON, so on one line. */
function replacements(tree: string, paths: ReadonlyMap<string, string>): string {
  const quote = (text: string) =>
    JSON.stringify(text)
      .slice(1, -1)
      .replace(/[.[\]*^$\\|&]/g, "\\$&");
  return [...paths]
    .map(
      ([path, text]) =>
        `s|"\\(${quote(tree)}/\\)\\{0,1\\}\\(\\./\\)\\{0,1\\}${quote(path)}"|"${quote(text)}"|g\n`,
    )
    .join("");
}
