import { join } from "node:path";
import type { Repository } from "../checkout/index.ts";
import type { EngineSession } from "../host/engine.ts";
import { listNames, readText } from "../host/files.ts";
import type { GoProgram, InstalledProgram } from "../host/install-go-program.ts";
import type { BaseTree } from "./base-tree.ts";
import { folderOf } from "./changed-files.ts";
import { type GoCommand, type GoTree, makeGoCommand } from "./go-command.ts";
import { type Overlay, type WorkFolders, writeOverlay } from "./overlay.ts";
import type { ScratchFiles, ScratchTree } from "./scratch-tree.ts";
import { withoutDummies } from "./stand-in.ts";

/** Texts by path from the repository root; undefined to remove the file. */
export type Texts = ReadonlyMap<string, string | undefined>;

/** A base tree in an engine, shared by all checks of one ref. */
export interface Bench {
  readonly repository: Repository;
  readonly session: EngineSession;
  readonly base: BaseTree;
  readonly tree: GoTree;
  readonly folders: WorkFolders;
  /** Additional files of every state, such as stand-ins for generated files. */
  readonly generated: Texts;
  /** Whether the kernel supports dummy links, which upstream's privileged tests create. */
  hasDummies(): Promise<boolean>;
  /** Path in the engine of a program of a Go module, or why it is not available. */
  tool(program: Pick<GoProgram, "package" | "version">): Promise<InstalledProgram>;
  scratchTree(): Promise<ScratchTree>;
}

/** One state of the tree: the base with an overlay of texts. */
export interface TreeState {
  readonly name: string;
  readonly texts: Texts;
  readonly go: GoCommand;
  /** The same for privileged tests of a package, with veth instead of dummy links if the kernel needs it. */
  privileged(packageName: string): Promise<GoCommand>;
}

/** Opens a state with its own name and overlay. */
export async function openState(bench: Bench, name: string, texts: Texts): Promise<TreeState> {
  const all = new Map([...bench.generated, ...texts]);
  const overlay = await writeOverlay(bench.folders, name, all);
  return {
    name,
    texts,
    go: makeGoCommand(bench.tree, overlay),
    async privileged(packageName) {
      if (await bench.hasDummies()) return makeGoCommand(bench.tree, overlay);
      const standIns = await readStandIns(bench.base, packageName, all);
      if (standIns.size === 0) return makeGoCommand(bench.tree, overlay);
      const folder = `${name}-${packageName.replace(/\W+/g, "-")}-privileged`;
      const replaced: Overlay = await writeOverlay(bench.folders, folder, new Map([...all, ...standIns]));
      return makeGoCommand(bench.tree, replaced);
    },
  };
}

async function readStandIns(base: BaseTree, packageName: string, texts: Texts): Promise<Map<string, string>> {
  const folder = join(base.root, packageName);
  const present = (await listNames(folder).catch(() => [])).map((name) => `${packageName}/${name}`);
  const paths = [...new Set([...present, ...texts.keys()])]
    .filter((path) => path.endsWith("_test.go") && folderOf(path) === packageName)
    .sort();
  const standIns = new Map<string, string>();
  for (const [serial, path] of paths.entries()) {
    const text = texts.has(path) ? texts.get(path) : await readText(join(base.root, path));
    const changed = text === undefined ? undefined : withoutDummies(text, serial);
    if (changed !== undefined) standIns.set(path, changed);
  }
  return standIns;
}

/** The files of a state that differ from the base. */
export function filesOf({ texts, go }: TreeState): ScratchFiles {
  return new Map(
    [...texts.keys(), ...go.overlay.paths.keys()].map((path) => [path, go.overlay.paths.get(path)]),
  );
}

/** A property of the engine, determined once. */
export function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | undefined;
  return () => {
    answer ??= ask();
    return answer;
  };
}
