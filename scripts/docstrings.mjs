// Reads docstrings and descriptions from the sources, for scripts/reference.mjs. Only syntax is read, nothing is run.
import { Node, Project, SyntaxKind } from "ts-morph";

/** Opens sources by glob, relative to a folder. */
export function openSources(root, globs) {
  const project = new Project({ skipAddingFilesFromTsConfig: true, skipFileDependencyResolution: true });
  project.addSourceFilesAtPaths(globs.map((glob) => `${root}/${glob}`));
  return project;
}

/** A declaration's docstring without its tags; "" if it has none. */
export function docOf(node) {
  const documented = Node.isVariableDeclaration(node) ? node.getVariableStatement() : node;
  return (documented?.getJsDocs?.() ?? [])
    .map((doc) => doc.getDescription().replaceAll("\r", "").trim())
    .join("\n");
}

/** A docstring in one line. */
export function sentenceOf(node) {
  return unlinked(docOf(node)).replace(/\s+/g, " ");
}

function unlinked(text) {
  return text.replace(/\{@link ([^}]+)\}/g, "`$1`");
}

/** The type alias of a name in some files. */
function aliasNamed(project, name) {
  return project
    .getSourceFiles()
    .map((file) => file.getTypeAlias(name))
    .find(Boolean);
}

/** The members of a type alias with their docstrings, each with those of its own type behind a dot. */
export function membersOf(project, name, prefix = "") {
  const literal = aliasNamed(project, name)?.getTypeNode();
  const parts = Node.isIntersectionTypeNode(literal) ? literal.getTypeNodes() : [literal];
  return parts.flatMap((part) => {
    if (Node.isTypeReference(part)) return membersOf(project, part.getText(), prefix);
    if (!Node.isTypeLiteral(part)) return [];
    return part.getProperties().flatMap((member) => {
      const path = `${prefix}${member.getName()}`;
      return [[path, sentenceOf(member)], ...partsOf(project, member.getTypeNode(), path)];
    });
  });
}

function partsOf(project, type, path) {
  const names = [type, ...(type?.getDescendantsOfKind(SyntaxKind.TypeReference) ?? [])].filter(
    Node.isTypeReference,
  );
  const isList = Node.isTypeOperatorTypeNode(type);
  const own = names.filter((one) => aliasNamed(project, one.getText()));
  const inner = own.flatMap((one) => membersOf(project, one.getText(), isList ? `${path}[].` : `${path}.`));
  const literals = (type?.getDescendantsOfKind(SyntaxKind.TypeLiteral) ?? []).concat(
    Node.isTypeLiteral(type) ? [type] : [],
  );
  return [
    ...inner,
    ...literals.flatMap((literal) =>
      literal.getProperties().map((member) => [`${path}.${member.getName()}`, sentenceOf(member)]),
    ),
  ];
}

/** The names that a file's object literals compute: properties that are functions without parameters. */
export function computedNames(file) {
  return file.getDescendantsOfKind(SyntaxKind.PropertyAssignment).flatMap((property) => {
    const made = property.getInitializer();
    if (!Node.isArrowFunction(made) || made.getParameters().length > 0) return [];
    const docs = property.getLeadingCommentRanges().map((range) => range.getText());
    const text =
      docs
        .at(-1)
        ?.replace(/^\/\*\*|\*\/$|^\s*\*/gm, "")
        .replace(/\s+/g, " ")
        .trim() ?? "";
    return [[property.getName(), text]];
  });
}

/** The fields of a header's schema: name, whether it may be left out, and description. */
export function fieldsOf(project, schema) {
  return schema.getProperties().flatMap((property) => {
    if (Node.isSpreadAssignment(property)) {
      const shared = constantNamed(project, property.getExpression().getText());
      return fieldsOf(project, shared.getFirstDescendantByKindOrThrow(SyntaxKind.ObjectLiteralExpression));
    }
    const given = property.getInitializer();
    const made = Node.isIdentifier(given) ? constantNamed(project, given.getText()).getInitializer() : given;
    const isOptional = /\.(optional|default)\(/.test(made.getText());
    return [{ name: property.getName(), isOptional, meaning: describedBy(made) }];
  });
}

function constantNamed(project, name) {
  const found = project
    .getSourceFiles()
    .map((file) => file.getVariableDeclaration(name))
    .find(Boolean);
  if (!found) throw new Error(`expected a constant ${name}, found none`);
  return found;
}

/** The text of a `.describe()` in a schema. */
function describedBy(made) {
  const calls = [made, ...made.getDescendantsOfKind(SyntaxKind.CallExpression)].filter(Node.isCallExpression);
  const call = calls.find((one) => one.getExpression().getText().endsWith(".describe"));
  const [text] = call?.getArguments() ?? [];
  return (
    text?.asKind(SyntaxKind.StringLiteral)?.getLiteralText() ??
    text?.asKind(SyntaxKind.NoSubstitutionTemplateLiteral)?.getLiteralText() ??
    ""
  );
}
