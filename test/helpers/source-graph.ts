import { join } from "node:path";
import { type Identifier, Node, Project, type SourceFile, type StringLiteral } from "ts-morph";
import { packageRoot } from "../../src/host/assets.ts";

/** One import or re-export, static or dynamic. */
interface Import {
  /** Path below `src/` for a file of ours, else the package's name as it is written. */
  readonly target: string;
  readonly ours: boolean;
  /** Whether loading the file loads it: neither dynamic nor of types alone. */
  readonly loads: boolean;
}

/** What the rules of the architecture look at in one file. */
export interface Source {
  /** Path below `src/`. */
  readonly path: string;
  readonly imports: readonly Import[];
  /** Contents of string and template literals, those of imports left out. */
  readonly texts: readonly string[];
  /** Members of `process` that are used, "" where it is used as a whole. */
  readonly processMembers: readonly string[];
  readonly usesConsole: boolean;
}

/** The sources of this package. */
export function readSources(): Source[] {
  const project = new Project({ skipAddingFilesFromTsConfig: true });
  project.addSourceFilesAtPaths(join(packageRoot, "src/**/*.ts"));
  return describeSources(project, join(packageRoot, "src"));
}

/** Sources made up for a test of a rule, by path below `src/`. */
export function makeSources(files: Readonly<Record<string, string>>): Source[] {
  const project = new Project({ useInMemoryFileSystem: true });
  for (const [path, text] of Object.entries(files)) project.createSourceFile(`/src/${path}`, text);
  return describeSources(project, "/src");
}

function describeSources(project: Project, root: string): Source[] {
  return project
    .getSourceFiles()
    .map((file) => describeSource(file, file.getFilePath().slice(root.length + 1)))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

function describeSource(file: SourceFile, path: string): Source {
  const specifiers: { readonly text: string; readonly loads: boolean }[] = [];
  const texts: string[] = [];
  const processUses: Identifier[] = [];
  let usesConsole = false;
  file.forEachDescendant((node) => {
    if (Node.isStringLiteral(node) && isSpecifier(node))
      specifiers.push({ text: node.getLiteralText(), loads: isLoading(node) });
    else if (Node.isRegularExpressionLiteral(node)) texts.push(node.getText().replaceAll("\\/", "/"));
    else if (Node.isLiteralLike(node)) texts.push(node.getLiteralText());
    else if (Node.isIdentifier(node) && isGlobal(node, "process")) processUses.push(node);
    else if (Node.isIdentifier(node) && isGlobal(node, "console")) usesConsole = true;
  });
  const imports = specifiers.map(({ text, loads }): Import => {
    const ours = text.startsWith(".");
    return { target: ours ? join(path, "..", text) : text, ours, loads };
  });
  return { path, imports, texts, processMembers: processUses.map(memberOf), usesConsole };
}

/** Whether a literal names a module: of an import or re-export, a dynamic import, or the import of a type. */
function isSpecifier(node: StringLiteral): boolean {
  const parent = node.getParent();
  if (Node.isImportDeclaration(parent) || Node.isExportDeclaration(parent)) return true;
  if (Node.isCallExpression(parent)) return Node.isImportExpression(parent.getExpression());
  return Node.isImportTypeNode(parent?.getParent());
}

function isLoading(specifier: StringLiteral): boolean {
  const parent = specifier.getParent();
  return (Node.isImportDeclaration(parent) || Node.isExportDeclaration(parent)) && !parent.isTypeOnly();
}

/** Whether a name is that of a global, not of a member or property. */
function isGlobal(node: Identifier, name: string): boolean {
  if (node.getText() !== name) return false;
  const parent = node.getParent();
  if (Node.isPropertyAssignment(parent) || Node.isPropertySignature(parent))
    return parent.getNameNode() !== node;
  if (Node.isPropertyAccessExpression(parent) && parent.getNameNode() === node)
    return parent.getExpression().getText() === "globalThis";
  return true;
}

/** `pid` of `process.pid` and of `globalThis.process.pid`; "" where no member is taken. */
function memberOf(node: Identifier): string {
  const parent = node.getParent();
  const access =
    Node.isPropertyAccessExpression(parent) && parent.getNameNode() === node ? parent.getParent() : parent;
  return Node.isPropertyAccessExpression(access) ? access.getName() : "";
}
