import { Language, type Node, Parser, type Tree, Edit as TreeEdit } from "web-tree-sitter";
import { PatchkitError } from "../errors.ts";
import { applyEdits, type Edit, lineAt, lineStart } from "../text/index.ts";
import { makeSharing } from "./share-files.ts";

/** One parsed Go file. Offsets of nodes are string indices into `text`. */
export interface GoFile {
  readonly path: string;
  readonly text: string;
  readonly root: Node;
  /** 1-based line of a node's first character. */
  line(node: Node): number;
  /** Functions as `F` and methods as `T.F`, types and constants of the file itself, by name. */
  readonly declarations: Declarations;
  /** Frees the tree's memory, where nobody else was given the file; it must not be used afterwards. */
  dispose(): void;
}

/** A top-level declaration. A name may be declared more than once under build tags. */
export interface Declarations {
  readonly func: ReadonlyMap<string, readonly Node[]>;
  readonly type: ReadonlyMap<string, readonly Node[]>;
  readonly const: ReadonlyMap<string, readonly Node[]>;
}

/** Parses Go; made once per run by {@link loadGoParser}. */
export interface GoParser {
  /** @throws PatchkitError `golang/syntax-error` naming the first place that does not parse. */
  parse(path: string, text: string): GoFile;
  /**
   * The same for files of one commit after another: the last file of that path if the text is the same, as most files
   * are between releases next to each other. One is kept for each path.
   *
   * @throws PatchkitError `golang/syntax-error`.
   */
  parseNext(path: string, text: string): GoFile;
  /**
   * Parses a file after edits. Unchanged parts are reused, which is ten times faster than parsing it again; the
   * file itself does not change.
   *
   * @throws PatchkitError `golang/syntax-error`.
   */
  edit(file: GoFile, edits: readonly Edit[]): GoFile;
}

/** Loads the tree-sitter grammar from the WASM file at that path. */
export async function loadGoParser(grammar: string): Promise<GoParser> {
  await Parser.init();
  const language = await Language.load(grammar);
  const parser = new Parser();
  parser.setLanguage(language);
  const parse = (path: string, text: string) =>
    makeFile(path, text, parser.parse(text), "Fix the file at that commit, or choose another ref.");
  return {
    parse,
    parseNext: makeSharing(parse),
    edit(file, edits) {
      const text = applyEdits(file.text, edits);
      const known = file.root.tree.copy();
      try {
        // From the end, so that an edit does not move the offsets of the next one.
        for (const edit of [...edits].sort((a, b) => b.start - a.start))
          known.edit(changeOf(file.text, edit));
        const hint = "The templates produced this text; report the ref.";
        return makeFile(file.path, text, parser.parse(text, known), hint);
      } finally {
        known.delete();
      }
    },
  };
}

function makeFile(path: string, text: string, tree: Tree | null, hint: string): GoFile {
  if (!tree) throw new Error(`tree-sitter returned no tree for ${path}`);
  assertParsed(path, text, tree.rootNode, hint);
  let declarations: Declarations | undefined;
  return {
    path,
    text,
    root: tree.rootNode,
    line: (node) => node.startPosition.row + 1,
    get declarations() {
      declarations ??= declarationsOf(tree.rootNode);
      return declarations;
    },
    dispose: () => tree.delete(),
  };
}

/** An edit in tree-sitter's format. */
function changeOf(text: string, { start, end, text: added }: Edit): TreeEdit {
  const startPosition = pointAt(text, start);
  const lines = added.split("\n");
  const last = lines.at(-1)?.length ?? 0;
  return new TreeEdit({
    startIndex: start,
    oldEndIndex: end,
    newEndIndex: start + added.length,
    startPosition,
    oldEndPosition: pointAt(text, end),
    newEndPosition: {
      row: startPosition.row + lines.length - 1,
      column: lines.length === 1 ? startPosition.column + last : last,
    },
  });
}

function pointAt(text: string, offset: number) {
  return { row: lineAt(text, offset) - 1, column: offset - lineStart(text, offset) };
}

function assertParsed(path: string, text: string, root: Node, hint: string): void {
  if (!root.hasError) return;
  const broken = firstBroken(root) ?? root;
  const line = lineAt(text, broken.startIndex);
  const found = broken.isMissing ? `a missing ${broken.type}` : JSON.stringify(broken.text.slice(0, 60));
  throw new PatchkitError("golang/syntax-error", `${path}:${line}: expected Go that parses, found ${found}`, {
    hint,
  });
}

function firstBroken(node: Node): Node | undefined {
  if (node.isError || node.isMissing) return node;
  for (const child of node.children) {
    if (!child?.hasError && !child?.isMissing) continue;
    const found = firstBroken(child);
    if (found) return found;
  }
  return undefined;
}

function declarationsOf(root: Node): Declarations {
  const found = {
    func: new Map<string, Node[]>(),
    type: new Map<string, Node[]>(),
    const: new Map<string, Node[]>(),
  };
  for (const node of root.namedChildren) {
    switch (node.type) {
      case "function_declaration":
        add(found.func, nameOf(node), node);
        break;
      case "method_declaration":
        add(found.func, `${receiverType(node)}.${nameOf(node)}`, node);
        break;
      case "type_declaration":
        for (const spec of node.namedChildren)
          if (spec.type === "type_spec") add(found.type, nameOf(spec), spec);
        break;
      case "const_declaration":
        for (const spec of node.namedChildren)
          if (spec.type === "const_spec") add(found.const, nameOf(spec), spec);
        break;
    }
  }
  return found;
}

/** `T` of a method on `T` or `*T`. */
function receiverType(method: Node): string {
  return /(\w+)(?:\[[^\]]*\])?\s*\)$/.exec(method.childForFieldName("receiver")?.text ?? "")?.[1] ?? "";
}

function nameOf(node: Node): string {
  return node.childForFieldName("name")?.text ?? "";
}

function add(index: Map<string, Node[]>, name: string, node: Node): void {
  const known = index.get(name);
  if (known) known.push(node);
  else index.set(name, [node]);
}
