import type { TemplateSet, Variant } from "./load-templates.ts";
import { defaultsOf, paramSuffix } from "./params.ts";
import type { ParamValues, Plan, PlannedCommit } from "./plan.ts";

/** What a series is rendered from: a variant, or several, each on the tree that those before it give. */
export interface Stack {
  /** The variant's id; of several, their ids in order: `a+b`. */
  readonly id: string;
  readonly parts: readonly Variant[];
}

/** A variant of a stack, and its plan on the tree that those before it give. */
export interface PlannedPart {
  readonly part: Variant;
  readonly plan: Plan;
}

/** The commits of variants, one after another. */
export function commitsOf(planned: readonly PlannedPart[]): PlannedCommit[] {
  return planned.flatMap(({ plan }) => plan.commits);
}

const plus = "+";

/** The stack of these variants, in this order. */
export function stackOf(parts: readonly Variant[]): Stack {
  return { id: stackId(parts.map(({ spec }) => spec.id)), parts };
}

/** The id of a stack of variants, by theirs. */
export function stackId(variants: readonly string[]): string {
  return variants.join(plus);
}

/** The ids of the variants of a stack, by its id. */
export function partIds(id: string): string[] {
  return id.split(plus);
}

/** The stack of that id; undefined if a part of it is no variant. */
export function findStack({ variants }: Pick<TemplateSet, "variants">, id: string): Stack | undefined {
  const parts = partIds(id).map((part) => variants.find(({ spec }) => spec.id === part));
  return parts.every((part) => part !== undefined) ? { id, parts } : undefined;
}

/**
 * The params of a stack: those of its variant; of several variants, all of theirs, `a.flag` for the param `flag` of `a`.
 *
 * @param params by variant id; a variant that is not there has its defaults.
 */
export function paramsOfStack({ parts }: Stack, params: ReadonlyMap<string, ParamValues>): ParamValues {
  const own = parts.map(({ spec }) => [spec.id, params.get(spec.id) ?? defaultsOf(spec)] as const);
  const [only] = own;
  if (only && own.length === 1) return only[1];
  return Object.fromEntries(
    own.flatMap(([id, values]) =>
      Object.entries(values).map(([name, value]) => [`${id}.${name}`, value] as const),
    ),
  );
}

/**
 * The params of one variant of a series.
 *
 * @param id of the series' stack. @param params of the series. @param part id of the variant.
 */
export function paramsOfPart(id: string, params: ParamValues, part: string): ParamValues {
  if (id === part) return params;
  const prefix = `${part}.`;
  const own = Object.entries(params).filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(own.map(([name, value]) => [name.slice(prefix.length), value]));
}

/** What a series of a stack is called below its ref: the id, with a suffix for params that are not the default. */
export function seriesName(stack: Stack, params: ParamValues): string {
  return `${stack.id}${paramSuffix(paramsOfStack(stack, new Map()), params)}`;
}
