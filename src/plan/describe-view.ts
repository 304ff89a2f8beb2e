import { PatchkitError } from "../errors.ts";
import { type Evidence, type FactValue, type FactValues, isList, type Profile } from "../profile/index.ts";
import { type NameOrigin, namesByOrigin, type ViewSettings, type ViewSource } from "./view.ts";

/** A fact that a name's value was told from. */
export interface NamedPlace extends Evidence {
  readonly name: string;
}

/** A name that templates may use: its value, or why this tree has none. */
export type DescribedName = {
  /** With its part behind a dot: `siblingFlag.constant`. */
  readonly name: string;
  readonly origin: NameOrigin;
  /** In the order in which they were read; empty where no fact is. */
  readonly facts: readonly NamedPlace[];
} & ({ readonly value: FactValue } | { readonly missing: string });

/** Every name that templates of a variant may use on a tree, in the order of origins. */
export function describeView<Facts extends FactValues>(
  source: ViewSource<Facts>,
  settings: ViewSettings,
  profile: Profile<Facts>,
): DescribedName[] {
  let reads = new Set<string>();
  const facts = profile.facts((name) => reads.add(name));
  const groups = namesByOrigin(source, settings, facts, profile);
  const last = new Map(
    [...groups].flatMap(([origin, names]) => Object.keys(names).map((name) => [name, origin])),
  );
  return [...groups].flatMap(([origin, names]) =>
    Object.entries(names).flatMap(([name, compute]): DescribedName[] => {
      // A flag that a param names is both the variant's and the param.
      if (last.get(name) !== origin) return [];
      reads = new Set();
      const found = attempt(compute);
      const places = [...reads].flatMap((read) => placeOf(profile, read));
      if ("missing" in found) return [{ name, origin, facts: places, missing: found.missing }];
      return parts(name, found.value).map((part) => ({ ...part, origin, facts: places }));
    }),
  );
}

function attempt(compute: () => FactValue): { readonly value: FactValue } | { readonly missing: string } {
  try {
    return { value: compute() };
  } catch (error) {
    if (!(error instanceof PatchkitError) || error.stopsTheRun) throw error;
    return { missing: error.message };
  }
}

/** A value by its name, or its parts by theirs. */
function parts(name: string, value: FactValue): { readonly name: string; readonly value: FactValue }[] {
  if (value === null || typeof value !== "object" || isList(value)) return [{ name, value }];
  return Object.entries(value).flatMap(([part, inner]) => parts(`${name}.${part}`, inner));
}

function placeOf(profile: Pick<Profile, "fact">, name: string): NamedPlace[] {
  const fact = profile.fact(name);
  return "value" in fact ? [{ name, ...fact.at }] : [];
}
