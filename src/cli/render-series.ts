import { chooseRefs, type RefChoice, type RefResult } from "../checkout/index.ts";
import { type Cell, type GenerateRequest, generate, type Workshop } from "../matrix/index.ts";
import { resolveParams } from "../plan/index.ts";
import { assertKept, parseIdentity } from "../series/index.ts";
import { chooseVariants } from "./choose-variants.ts";

/** Flags of every command that renders. */
export interface RenderOptions extends RefChoice {
  /** Ids; empty means all variants of the chosen proposals. */
  readonly variants: readonly string[];
  /** Ids; without them and without variants, the first proposal is meant. */
  readonly proposals?: readonly string[] | undefined;
  readonly set: readonly string[];
  readonly identity?: string | undefined;
}

/** Refs that are looked up, and what is rendered for them. */
export interface SeriesRequest extends GenerateRequest {
  readonly refs: readonly RefResult[];
}

/**
 * What the flags ask for.
 *
 * @throws PatchkitError `usage/unknown-variant`, `usage/bad-argument` for a param or an identity.
 */
export async function requestOf(
  workshop: Workshop,
  { set, ...options }: RenderOptions,
): Promise<SeriesRequest> {
  const identity = options.identity === undefined ? undefined : parseIdentity(options.identity);
  if (identity) await assertKept(workshop.repository.git, identity);
  const variants = chooseVariants(workshop.templates, options);
  const params = resolveParams(
    variants.map(({ spec }) => spec),
    set,
  );
  return { refs: await chooseRefs(workshop.repository, options), variants, params, identity };
}

/** Renders the chosen variants for the refs; for commands that need all series at once. */
export async function renderSeries(workshop: Workshop, options: RenderOptions): Promise<Cell[]> {
  return generate(workshop, await requestOf(workshop, options));
}
