import { chooseRefs, type RefChoice, type RefResult } from "../checkout/index.ts";
import { type Cell, type GenerateRequest, generate, type Workshop } from "../matrix/index.ts";
import { resolveParams } from "../plan/index.ts";
import { assertKept, parseIdentity } from "../series/index.ts";
import { chooseStacks } from "./choose-variants.ts";
import { fromConfig, type Presets, settingsOf } from "./presets.ts";

/** Flags of every command that renders. */
export interface RenderOptions extends RefChoice {
  /** Ids, also of stacks; empty means all variants of the chosen proposals. */
  readonly variants: readonly string[];
  /** Ids; without them and without variants, the first proposal is meant. */
  readonly proposals?: readonly string[] | undefined;
  readonly set: readonly string[];
  readonly identity?: string | undefined;
  /** What a configuration file says of variants and params. */
  readonly presets?: Presets | undefined;
}

/** Refs that are looked up, and what is rendered for them. */
export interface SeriesRequest extends GenerateRequest {
  readonly refs: readonly RefResult[];
}

/**
 * What the flags ask for.
 *
 * @throws PatchkitError `usage/unknown-variant`, `usage/bad-config`, `usage/bad-argument` for a param or an identity.
 */
export async function requestOf(
  workshop: Workshop,
  { set, presets, ...options }: RenderOptions,
): Promise<SeriesRequest> {
  const identity = options.identity === undefined ? undefined : parseIdentity(options.identity);
  if (identity) await assertKept(workshop.repository.git, identity);
  const { templates } = workshop;
  const choose = () => chooseStacks(templates, options);
  const stacks = presets?.hasVariants ? fromConfig(presets.path, choose) : choose();
  const variants = [...new Set(stacks.flatMap(({ parts }) => parts))];
  const preset = presets ? settingsOf(presets, variants, templates.variants) : [];
  const params = resolveParams(
    variants.map(({ spec }) => spec),
    [...preset, ...set],
  );
  return { refs: await chooseRefs(workshop.repository, options), stacks, params, identity };
}

/** Renders the chosen variants and stacks for the refs; for commands that need all series at once. */
export async function renderSeries(workshop: Workshop, options: RenderOptions): Promise<Cell[]> {
  return generate(workshop, await requestOf(workshop, options));
}
