import { PatchkitError } from "../errors.ts";
import type { FactValues, Profile } from "../profile/index.ts";
import { identifierOf } from "./identifiers.ts";
import type { ParamValues } from "./plan.ts";
import type { VariantSpec } from "./variant.ts";

/** The names that templates may use; templates do not compute values. */
export type View = Readonly<Record<string, unknown>>;

/** Names of a view, each with the function that computes it when it is first read. */
export type Names = Readonly<Record<string, () => unknown>>;

/** What a proposal's templates may use. */
export interface Vocabulary {
  /** Names computed from facts and params. A fact is needed only if such a function reads it. */
  names(facts: FactValues, params: ParamValues): Names;
  /** Why there is nothing to decide with these params; undefined if there is. */
  whyNothing(view: View, params: ParamValues): string | undefined;
  /** Whether the release's files import the module's own packages before those of others. */
  ownImportsFirst(facts: FactValues): boolean;
}

/** A view, and which facts were read through it so far. */
export interface TrackedView {
  /** Reading a name whose fact is missing throws PatchkitError `profile/fact-missing`. */
  readonly view: View;
  readonly used: ReadonlySet<string>;
}

/**
 * Facts and params under the names used in templates. A fact is required only if something reads it: each name is
 * computed when it is first read.
 */
export function buildView(
  variant: VariantSpec,
  vocabulary: Vocabulary,
  profile: Profile,
  params: ParamValues,
): TrackedView {
  const used = new Set<string>();
  const facts = trackFacts(profile, used);
  return { view: lazily(namesFor(variant, vocabulary, facts, profile, params)), used };
}

/** The names that templates of a variant may use, whatever the params. */
export function namesOf(variant: VariantSpec, vocabulary: Vocabulary): string[] {
  const params = { "opt-in": true, flag: "any" };
  return Object.keys(namesFor(variant, vocabulary, {}, { release: "", sha: "" }, params));
}

function namesFor(
  variant: VariantSpec,
  vocabulary: Vocabulary,
  facts: FactValues,
  { release, sha }: Pick<Profile, "release" | "sha">,
  params: ParamValues,
): Names {
  return {
    ...constants({
      purpose: variant.purpose,
      fixes: variant.fixes,
      doesNotFix: variant.doesNotFix,
      release,
      sha,
      shortSha: sha.slice(0, 12),
      log: params["log"] ?? true,
      optIn: params["opt-in"] ?? false,
      ...flagView(variant, params),
    }),
    ...vocabulary.names(facts, params),
  };
}

/** Facts that record which of them are read. */
function trackFacts(profile: Profile, used: Set<string>): FactValues {
  return new Proxy<FactValues>(
    {},
    {
      get(_, name) {
        const fact = profile.fact(String(name));
        if ("missing" in fact) throw missingFact(profile, fact.name, fact.missing);
        used.add(fact.name);
        return fact.value;
      },
    },
  );
}

function missingFact(profile: Profile, name: string, reason: string): PatchkitError {
  return new PatchkitError("profile/fact-missing", `${profile.sha.slice(0, 12)}: ${name} (${reason})`, {
    hint: "The templates do not know the shape of this tree; `cilium-patchkit inspect` shows every fact with its place.",
  });
}

function constants(values: View): Names {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, () => value]));
}

/** An object whose properties are computed when they are read, once. */
function lazily(names: Names): View {
  const view = {};
  for (const [name, compute] of Object.entries(names)) {
    let known: { readonly value: unknown } | undefined;
    Object.defineProperty(view, name, {
      enumerable: true,
      get() {
        known ??= { value: compute() };
        return known.value;
      },
    });
  }
  return view;
}

/** A view with additional or replaced names; the other names are not read. */
export function withNames(view: View, names: View): View {
  const all = { ...Object.getOwnPropertyDescriptors(view), ...Object.getOwnPropertyDescriptors(names) };
  return Object.defineProperties({}, all);
}

/** A variant's flag, with its names in Go code. A flag with a fixed name is only added if users must opt in. */
function flagView(variant: VariantSpec, params: ParamValues): View {
  const name = variant.flag?.name;
  const flag = name === undefined ? params["flag"] : params["opt-in"] === true ? name : undefined;
  if (typeof flag !== "string" || !variant.flag) return {};
  const identifier = identifierOf(flag);
  return {
    flag,
    /** Constant with the flag's name; the suffix distinguishes it from the field. */
    flagConstant: `${identifier}Name`,
    optionField: identifier,
    flagDefault: params["default"] === true,
    flagHelp: variant.flag.help,
    flagControls: variant.flag.controls,
    ...(variant.flag.nodeConfigField === undefined ? {} : { nodeConfigField: variant.flag.nodeConfigField }),
    nodeConfigSign: variant.flag.inverted ? "!" : "",
  };
}
