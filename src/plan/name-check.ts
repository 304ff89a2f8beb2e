import { badTemplate } from "../edit/index.ts";
import { type FactValues, lazily } from "../profile/index.ts";
import { defaultsOf } from "./params.ts";
import type { VariantSpec } from "./variant.ts";
import { nameOfParam, namesByOrigin, type ViewSource } from "./view.ts";

/** The names that templates of a variant may use, whatever the params and the tree. No fact is read. */
export function namesOf<Facts extends FactValues>(variant: VariantSpec, source: ViewSource<Facts>): string[] {
  const params = defaultsOf(variant);
  const facts = lazily<Facts>(Object.keys(source.survey.probes), (name) => {
    throw new Error(`${name} was read before a name that needs it`);
  });
  const names = namesByOrigin(source, { variant, params }, facts, { release: "", sha: "" });
  // Two params of one name are one in the view, and two here.
  return [...names].flatMap(([origin, some]) =>
    origin === "param" ? variant.params.map(({ name }) => nameOfParam(name)) : Object.keys(some),
  );
}

/**
 * Checks that no two things have one name in a variant's templates: of a param, only the letters count.
 *
 * @param names as {@link namesOf} gives them.
 * @throws PatchkitError `plan/bad-template`.
 */
export function assertDistinctNames(variant: VariantSpec, names: readonly string[]): void {
  const doubled = names.find((name, index) => names.indexOf(name) !== index && !isFlagItself(variant, name));
  if (doubled === undefined) return;
  const params = variant.params.map(({ name }) => name).filter((name) => nameOfParam(name) === doubled);
  const what =
    params.length > 1 ? `the params ${params.join(" and ")}` : `${params[0] ?? "a fact"} and another name`;
  throw badTemplate(
    `${variant.id}/variant.json`,
    `expected names that differ in templates, found ${what}, which are all "${doubled}" there`,
  );
}

/** A param of type `flag` may be called what the flag is called anyway. */
function isFlagItself({ params, flag }: VariantSpec, name: string): boolean {
  const own = params.filter((param) => nameOfParam(param.name) === name);
  return name === "flag" && own.length === 1 && own[0]?.type === "flag" && flag?.name === undefined;
}
