import Handlebars from "handlebars";
import { badTemplate, conditionsOf, withoutConditions } from "../edit/index.ts";
import { suggestion } from "../text/index.ts";
import { isFileCondition } from "./file-conditions.ts";
import type { ProposalTemplates, TemplateSource, Variant } from "./load-templates.ts";
import type { FlagNames } from "./view.ts";

/**
 * Checks that a variant's templates, and the partials they call, use only known names. In a block of `each`, names
 * may be those of an entry, so they are not checked.
 *
 * @throws PatchkitError `plan/bad-template` with the nearest name.
 */
export function assertKnownNames(
  { partials }: Pick<ProposalTemplates, "partials">,
  { commits, coverLetter, answers }: Variant,
  known: readonly string[],
): void {
  const checked = new Set<string>();
  const check = ({ name, source }: TemplateSource, names: readonly string[]) => {
    if (checked.has(name)) return;
    checked.add(name);
    const conditions = conditionsOf(source)
      .filter((condition) => !isFileCondition(condition))
      .map((condition) => condition.replace(/^!|\..*$/g, ""));
    const used = usedNames(withoutConditions(source));
    for (const one of [...conditions, ...used.names]) {
      if (names.includes(one)) continue;
      const hint = hintOf(one, names);
      throw badTemplate(name, [`"${one}" is not a name of the view`, hint].filter(Boolean).join(". "));
    }
    for (const partial of used.partials) {
      const text = partials.get(partial);
      if (text !== undefined) check({ name: `_shared/${partial}.hbs`, source: text }, names);
    }
  };
  for (const { message, edits } of commits) for (const one of [message, ...edits]) check(one, known);
  check(coverLetter, [...known, "untested"]);
  if (answers) check(answers, known);
}

/** What variant.json has to say for a name to be there. */
const flagParts: Readonly<Record<string, string>> = {
  flag: "flag",
  flagConstant: "flag",
  optionField: "flag",
  flagValue: "flag",
  flagHelp: "flag.help",
  flagHelpLines: "flag.help",
  flagControls: "flag.controls",
  flagControlsLines: "flag.controls",
  nodeConfigField: "flag.nodeConfigField",
  nodeConfigSign: "flag.nodeConfigField",
} satisfies Record<keyof FlagNames, string>;

function hintOf(name: string, names: readonly string[]): string {
  const part = flagParts[name];
  return part === undefined ? suggestion(name, names, "").trim() : `variant.json has no ${part}`;
}

/** Names of the view and partials in a template. */
function usedNames(source: string): { names: string[]; partials: string[] } {
  const names = new Set<string>();
  const partials = new Set<string>();
  const visitor = new Handlebars.Visitor();
  const addPath = (path: hbs.AST.Expression) => {
    const { data, original, parts } = path as hbs.AST.PathExpression;
    if (path.type === "PathExpression" && !data && original !== "this") names.add(String(parts[0]));
  };
  visitor.PathExpression = addPath;
  visitor.MustacheStatement = ({ path, params }) => {
    if (params.length === 0) addPath(path);
    else for (const param of params) addPath(param);
  };
  visitor.BlockStatement = ({ path, params, program, inverse }) => {
    for (const param of params) addPath(param);
    if ((path as hbs.AST.PathExpression).original !== "each") visitor.accept(program);
    if (inverse) visitor.accept(inverse);
  };
  visitor.PartialStatement = ({ name }) => {
    partials.add(String((name as hbs.AST.PathExpression).original));
  };
  visitor.DecoratorBlock = ({ program }) => visitor.accept(program);
  visitor.accept(Handlebars.parse(source));
  return { names: [...names], partials: [...partials] };
}
