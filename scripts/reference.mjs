// Writes templates/README.md and templates/names.json from the docstrings of what templates may use:
//
//   node scripts/reference.mjs [--check] [--out DIR]
//
// With --check, nothing is written, and a page that differs is named and ends the program with 1.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { Node, SyntaxKind } from "ts-morph";
import { computedNames, docOf, fieldsOf, membersOf, openSources, sentenceOf } from "./docstrings.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const { values: flags } = parseArgs({
  options: {
    check: { type: "boolean", default: false },
    out: { type: "string", default: `${root}/templates` },
  },
});
const project = openSources(root, [
  "src/edit/*.ts",
  "src/golang/anchor.ts",
  "src/plan/{view,render}.ts",
  "src/profile/{profile,release}.ts",
  "src/proposals/**/*.ts",
]);

const proposals = readdirSync(`${root}/src/proposals`).flatMap((id) => {
  const index = project.getSourceFile(`${root}/src/proposals/${id}/index.ts`);
  const facts = /: Proposal<(\w+)>/.exec(index?.getText() ?? "")?.[1];
  if (!index || facts === undefined) return [];
  // Types of one name may mean other things in another proposal.
  const own = openSources(root, [`src/proposals/${id}/**/*.ts`, "src/profile/profile.ts"]);
  const view = own.getSourceFile(`${root}/src/proposals/${id}/view.ts`);
  return [{ id, facts: membersOf(own, facts), derived: view ? computedNames(view) : [] }];
});
const common = {
  commit: membersOf(project, "CommitNames"),
  variant: membersOf(project, "VariantNames"),
  flag: membersOf(project, "FlagNames"),
};

/** The meaning of each name, common ones first, then those of a proposal. */
function namesFile() {
  const meanings = {
    common: Object.fromEntries(Object.values(common).flat()),
    ...Object.fromEntries(
      proposals.map(({ id, facts, derived }) => [id, Object.fromEntries([...facts, ...derived])]),
    ),
  };
  return `${JSON.stringify(meanings, null, 2)}\n`;
}

const cell = (text) => text.replaceAll("|", "\\|");

function table(head, rows) {
  return [head, head.map(() => "---"), ...rows].map((row) => `| ${row.map(cell).join(" | ")} |`).join("\n");
}

function nameTable(names) {
  return table(
    ["name", "meaning"],
    names.map(([name, meaning]) => [`\`${name}\``, meaning]),
  );
}

/** The kinds of edit: constants that makeKind or makeTextKind makes, in the order of `kinds`. */
function kindSections() {
  const made = project.getSourceFiles().flatMap((file) =>
    file.getVariableDeclarations().filter((one) => {
      const call = one.getInitializer();
      return Node.isCallExpression(call) && /^make(Text)?Kind$/.test(call.getExpression().getText());
    }),
  );
  const order = project
    .getSourceFileOrThrow(`${root}/src/edit/kinds.ts`)
    .getVariableDeclarationOrThrow("kinds")
    .getFirstDescendantByKindOrThrow(SyntaxKind.ArrayLiteralExpression)
    .getElements()
    .map((element) => element.getText());
  const sorted = made.sort((a, b) => order.indexOf(a.getName()) - order.indexOf(b.getName()));
  return sorted.map((kind) => {
    const [, name = ""] = /\bname: "([\w-]+)"/.exec(kind.getText()) ?? [];
    const schema = kind
      .getSourceFile()
      .getDescendantsOfKind(SyntaxKind.CallExpression)
      .find((call) => call.getExpression().getText() === "z.strictObject");
    const fields = fieldsOf(project, schema.getArguments()[0]).map((field) => [
      `\`${field.name}\``,
      field.isOptional ? "" : "yes",
      field.meaning,
    ]);
    return [`### ${name}`, docOf(kind), table(["header", "needed", "meaning"], fields)].join("\n\n");
  });
}

function helperTable() {
  const render = project.getSourceFileOrThrow(`${root}/src/plan/render.ts`);
  const registered = [...render.getText().matchAll(/registerHelper\("(\w+)"/g)].map(([, name]) => name);
  return nameTable(registered.map((name) => [`${name} NAME`, sentenceOf(render.getFunctionOrThrow(name))]));
}

function page() {
  const anchor = project.getSourceFileOrThrow(`${root}/src/golang/anchor.ts`).getTypeAliasOrThrow("Anchor");
  const param = project.getSourceFileOrThrow(`${root}/src/plan/view.ts`).getFunctionOrThrow("nameOfParam");
  return `${[
    "<!-- Written by `node scripts/reference.mjs` from the docstrings; change those. -->",
    "# What templates may use",
    "`cilium-patchkit inspect --view --ref REF` prints the names with the values that they have on a ref. A name that is not known here is an error when the templates are loaded. Reading a fact, in a template or for a computed name, is what makes a variant need it.",
    "## Names of every variant",
    nameTable([...common.commit, ...common.variant]),
    `Params: ${sentenceOf(param)}`,
    "The flag of a variant, if variant.json names one or has a param of type `flag`:",
    nameTable(common.flag),
    ...proposals.flatMap(({ id, facts, derived }) => [
      `## Names of ${id}`,
      "Facts. Those of a value with parts are read as `{{ipam.path}}`, those of a list in `{{#each}}`.",
      nameTable(facts),
      "Computed from facts and params:",
      nameTable(derived),
    ]),
    "## Helpers",
    helperTable(),
    "Of Handlebars itself: `if`, `unless`, `each`, partials (`{{> licence}}`) and inline ones. A template does not compute: what needs computing gets a name in the proposal's `view.ts`.",
    "## Headers",
    "`when: a and !b` lists conditions on names, for a commit (in `commit.hbs`) or one edit; an empty text or list counts as false. The other lines are those of the kind of edit.",
    "## Kinds of edit",
    ...kindSections(),
    "## Anchors",
    docOf(anchor),
  ].join("\n\n")}\n`;
}

const pages = { "README.md": page(), "names.json": namesFile() };
mkdirSync(flags.out, { recursive: true });
for (const [name, text] of Object.entries(pages)) {
  const path = `${flags.out}/${name}`;
  if (!flags.check) writeFileSync(path, text);
  else if (!existsSync(path) || readFileSync(path, "utf8") !== text) {
    console.error(`${path}: is not what the docstrings say; run node scripts/reference.mjs`);
    process.exitCode = 1;
  }
}
