import {
  type FactValue,
  type FactValues,
  isList,
  lazily,
  type Profile,
  type Survey,
} from "../profile/index.ts";
import { reflow } from "../text/index.ts";
import { identifierOf, valueNameOf } from "./identifiers.ts";
import type { ParamValues } from "./plan.ts";
import { flagOf, type VariantSpec } from "./variant.ts";

/** The names that templates may use; templates do not compute values. */
export type View = FactValues;

/** Names of a view, each with the function that computes it when it is read. */
export type Names = Readonly<Record<string, () => FactValue>>;

/** What a proposal's templates may use beside its facts. */
export interface Vocabulary<Facts extends FactValues = FactValues> {
  /** Names computed from facts and params. A fact is needed only if such a function reads it. */
  names(facts: Facts, params: ParamValues): Names;
  /** Why there is nothing to decide with these params; undefined if there is. */
  whyNothing(facts: Facts, params: ParamValues): string | undefined;
  /** Whether the release's files import the module's own packages before those of others. */
  ownImportsFirst(facts: Facts): boolean;
}

/** What a proposal's views are made of. */
export interface ViewSource<Facts extends FactValues = FactValues> {
  readonly survey: Pick<Survey<Facts>, "probes">;
  readonly vocabulary: Vocabulary<Facts>;
}

/** What a name of a view is: the variant's own words, its params, the commit, a fact, or computed from those. */
export type NameOrigin = "commit" | "variant" | "param" | "fact" | "derived";

/** Names of the commit that is planned for. */
export type CommitNames = {
  /** Release line such as `v1.10`; for words, not for conditions. */
  readonly release: string;
  /** The base commit, 40 hex digits. */
  readonly sha: string;
  /** The first 12 digits of `sha`. */
  readonly shortSha: string;
};

/** Names of what variant.json says. */
export type VariantNames = {
  /** What the variant does, one sentence. */
  readonly purpose: string;
  /** What the variant fixes. */
  readonly fixes: string;
  /** What the variant does not fix. */
  readonly doesNotFix: string;
};

/** Names of the flag of a variant; those of a part that variant.json leaves out are not there. */
export type FlagNames = {
  /** Name of the variant's flag, without dashes in front. */
  readonly flag: string;
  /** Constant with the flag's name; the suffix distinguishes it from the field. */
  readonly flagConstant: string;
  /** Field of the agent's configuration. */
  readonly optionField: string;
  /** The flag's name in camel case, as a chart names a value. */
  readonly flagValue: string;
  /** The flag's `--help` text. */
  readonly flagHelp?: string;
  /** That text as a sentence, in lines for a comment. */
  readonly flagHelpLines?: readonly string[];
  /** What the option does; follows its name in a comment. */
  readonly flagControls?: string;
  /** What the option does as a sentence that begins with its name in a chart, in lines for a comment. */
  readonly flagControlsLines?: readonly string[];
  /** Field of the node configuration that the flag sets. */
  readonly nodeConfigField?: string;
  /** `!` if that field is set when the flag is off, else nothing. */
  readonly nodeConfigSign?: string;
};

/**
 * The name of a param in templates: that of variant.json in camel case, `optIn` for `opt-in`. Two params of one name
 * are refused when the variant is loaded.
 */
export function nameOfParam(param: string): string {
  return param.replace(/-+(.)/g, (_, next: string) => next.toUpperCase());
}

/** What a variant's templates are rendered with, whatever the facts. */
export interface ViewSettings {
  /** Undefined for files that belong to no variant. */
  readonly variant: VariantSpec | undefined;
  readonly params: ParamValues;
}

/** The names of a view, by what they are. Nothing is computed yet. */
export function namesByOrigin<Facts extends FactValues>(
  { survey, vocabulary }: ViewSource<Facts>,
  { variant, params }: ViewSettings,
  facts: Facts,
  { release, sha }: Pick<Profile, "release" | "sha">,
): ReadonlyMap<NameOrigin, Names> {
  const commit: CommitNames = { release, sha, shortSha: sha.slice(0, 12) };
  const own = variant && { ...variantNames(variant), ...flagNames(variant, params) };
  const byName = Object.entries(params).map(([name, value]) => [nameOfParam(name), value] as const);
  return new Map<NameOrigin, Names>([
    ["commit", constants(commit)],
    ["variant", constants(own ?? {})],
    ["param", constants(Object.fromEntries(byName))],
    ["fact", Object.fromEntries(Object.keys(survey.probes).map((name) => [name, () => known(facts, name)]))],
    ["derived", vocabulary.names(facts, params)],
  ]);
}

/** Facts, params and what is computed from them, under the names used in templates; each is computed when it is read. */
export function buildView<Facts extends FactValues>(
  source: ViewSource<Facts>,
  settings: ViewSettings,
  facts: Facts,
  commit: Pick<Profile, "release" | "sha">,
): View {
  const names = new Map(
    [...namesByOrigin(source, settings, facts, commit).values()].flatMap((some) => Object.entries(some)),
  );
  return lazily<View>([...names.keys()], (name) => names.get(name)?.() ?? null);
}

/** A view with additional or replaced names; the other names are not read. */
export function withNames(view: View, names: View): View {
  return lazily<View>([...new Set([...Object.keys(view), ...Object.keys(names)])], (name) =>
    known(name in names ? names : view, name),
  );
}

/** A value of a view by its name, or by the names of a value and of its part: `ipam`, `ipam.package.name`. */
export function lookUp(view: View, path: string): FactValue | undefined {
  if (path in view) return view[path];
  let value: FactValue | undefined = view;
  for (const part of path.split(".")) {
    if (value === null || typeof value !== "object" || isList(value) || !(part in value)) return undefined;
    value = value[part];
  }
  return value;
}

function known(values: FactValues, name: string): FactValue {
  const value = values[name];
  if (value === undefined) throw new Error(`${name} has no value`);
  return value;
}

function constants(values: FactValues): Names {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, () => value]));
}

function variantNames({ purpose, fixes, doesNotFix }: VariantSpec): VariantNames {
  return { purpose, fixes, doesNotFix };
}

/** Line width of comments that templates make of a text. */
const commentWidth = 72;

/** As charts up to v1.8 comment their values. @param controls may be lines of a Go comment. */
function chartComment(value: string, controls: string): string[] {
  return reflow(`${value} ${controls.replace(/\n\/\/ /g, " ")}.`, commentWidth).split("\n");
}

function flagNames(variant: VariantSpec, params: ParamValues): FlagNames | undefined {
  const flag = flagOf(variant, params);
  if (flag === undefined) return undefined;
  const identifier = identifierOf(flag);
  const { help, controls, nodeConfigField, inverted } = variant.flag ?? {};
  return {
    flag,
    flagConstant: `${identifier}Name`,
    optionField: identifier,
    flagValue: valueNameOf(flag),
    ...(help === undefined
      ? {}
      : { flagHelp: help, flagHelpLines: reflow(`${help}.`, commentWidth).split("\n") }),
    ...(controls === undefined
      ? {}
      : { flagControls: controls, flagControlsLines: chartComment(valueNameOf(flag), controls) }),
    ...(nodeConfigField === undefined
      ? {}
      : { nodeConfigField, nodeConfigSign: inverted === true ? "!" : "" }),
  };
}
