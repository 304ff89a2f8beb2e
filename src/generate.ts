import { type Checkout, openCheckout, type Repository, resolveRefs } from "./checkout/index.ts";
import { PatchkitError } from "./errors.ts";
import type { GoParser } from "./golang/index.ts";
import {
  makePlanner,
  type ParamValues,
  type Plan,
  type Planner,
  paramSuffix,
  type TemplateSet,
  type Variant,
} from "./plan/index.ts";
import { type Profile, readSources, takeProfile } from "./profile/index.ts";
import { buildSeries, type Identity, type Series } from "./series/index.ts";

/** What a run of the main job is asked for. */
export interface GenerateRequest {
  readonly refs: readonly string[];
  readonly variants: readonly Variant[];
  /** Every param of every chosen variant, by variant id. */
  readonly params: ReadonlyMap<string, ParamValues>;
  readonly identity?: Identity | undefined;
}

/** What the main job works with. */
export interface Workshop {
  readonly repository: Repository;
  readonly parser: GoParser;
  readonly templates: TemplateSet;
  /** Version of the tool, part of every patch. */
  readonly toolVersion: string;
}

/** What became of one ref and one variant. */
export interface GenerateResult {
  readonly ref: string;
  readonly sha: string | null;
  readonly release: string | null;
  readonly slug: string | null;
  readonly variant: string;
  readonly params: ParamValues;
  readonly note?: string;
  readonly outcome: Outcome;
}

export type Outcome =
  | { readonly status: "generated"; readonly series: Series }
  | { readonly status: "already-applied" }
  | { readonly status: "not-applicable"; readonly reason: string }
  | { readonly status: "refused"; readonly error: PatchkitError };

/** Told when a ref has been looked at: how many of how many. */
export type Progress = (event: {
  readonly ref: string;
  readonly done: number;
  readonly total: number;
}) => void;

/**
 * Renders every variant onto every ref. Writes nothing but objects of the workshop's own store;
 * one ref that fails never stops the others.
 */
export async function generate(
  workshop: Workshop,
  request: GenerateRequest,
  progress: Progress = () => {},
): Promise<GenerateResult[]> {
  const planner = makePlanner(workshop.templates, workshop.parser);
  const pending: PendingResult[] = [];
  const resolved = await resolveRefs(workshop.repository, [...new Set(request.refs)]);
  for (const [index, ref] of resolved.entries()) {
    if ("error" in ref) {
      pending.push(...refusedAll(request, { ref: ref.ref, sha: null, release: null, slug: null }, ref.error));
    } else {
      pending.push(
        ...(await planRef(workshop, planner, await openCheckout(workshop.repository, ref), request)),
      );
    }
    progress({ ref: ref.ref, done: index + 1, total: resolved.length });
  }
  return finish(workshop, request, distinctSlugs(pending));
}

type Described = Omit<GenerateResult, "variant" | "params" | "outcome">;
type PendingOutcome =
  | Outcome
  | { readonly status: "planned"; readonly plan: Plan; readonly checkout: Checkout };
type PendingResult = Omit<GenerateResult, "outcome"> & { readonly outcome: PendingOutcome };

async function planRef(
  workshop: Workshop,
  planner: Planner,
  checkout: Checkout,
  request: GenerateRequest,
): Promise<PendingResult[]> {
  const { ref, sha, slug, note } = checkout.ref;
  const described: Described = { ref, sha, release: null, slug, ...(note === undefined ? {} : { note }) };
  try {
    const sources = await readSources(checkout, workshop.parser);
    try {
      const profile = takeProfile(sources);
      return request.variants.map((variant) => {
        const params = request.params.get(variant.spec.id) ?? {};
        const result = { ...described, release: profile.release, variant: variant.spec.id, params };
        return { ...result, outcome: planVariant(planner, variant, params, profile, sources, checkout) };
      });
    } finally {
      sources.dispose();
    }
  } catch (error) {
    return refusedAll(request, described, asRefusal(error));
  }
}

function planVariant(
  planner: Planner,
  variant: Variant,
  params: ParamValues,
  profile: Profile,
  sources: Awaited<ReturnType<typeof readSources>>,
  checkout: Checkout,
): PendingOutcome {
  try {
    const result = planner.plan(variant, params, profile, sources);
    switch (result.kind) {
      case "plan":
        return { status: "planned", plan: result.plan, checkout };
      case "already-applied":
        return { status: "already-applied" };
      case "not-applicable":
        return { status: "not-applicable", reason: result.reason };
    }
  } catch (error) {
    return { status: "refused", error: asRefusal(error) };
  }
}

/** Lets bugs, and what stops the whole run, pass. */
function asRefusal(error: unknown): PatchkitError {
  if (error instanceof PatchkitError && !error.stopsTheRun) return error;
  throw error;
}

function refusedAll(request: GenerateRequest, described: Described, error: PatchkitError): PendingResult[] {
  return request.variants.map((variant) => ({
    ...described,
    variant: variant.spec.id,
    params: request.params.get(variant.spec.id) ?? {},
    outcome: { status: "refused", error },
  }));
}

/** Two commits under one folder name get their shas behind it. */
function distinctSlugs(results: readonly PendingResult[]): PendingResult[] {
  const shas = new Map<string, Set<string>>();
  for (const { slug, sha } of results) {
    if (slug !== null && sha !== null) shas.set(slug, (shas.get(slug) ?? new Set()).add(sha));
  }
  return results.map((result) => {
    const clash = result.slug !== null && (shas.get(result.slug)?.size ?? 0) > 1;
    return clash ? { ...result, slug: `${result.slug}-${result.sha?.slice(0, 12)}` } : result;
  });
}

async function finish(
  workshop: Workshop,
  request: GenerateRequest,
  pending: readonly PendingResult[],
): Promise<GenerateResult[]> {
  const requests = pending.flatMap(({ outcome, variant, params, slug }) => {
    if (outcome.status !== "planned" || slug === null) return [];
    const spec = request.variants.find((candidate) => candidate.spec.id === variant)?.spec;
    const suffix = spec ? paramSuffix(spec, params) : "";
    return [{ plan: outcome.plan, checkout: outcome.checkout, slug, paramSuffix: suffix }];
  });
  const built = await buildSeries(workshop.repository, requests, {
    identity: request.identity,
    signature: `cilium-patchkit ${workshop.toolVersion}`,
  });
  let next = 0;
  return pending.map(({ outcome, ...result }) => {
    if (outcome.status !== "planned") return { ...result, outcome };
    const series = built[next++];
    if (!series) throw new Error("fewer series than plans");
    return { ...result, outcome: { status: "generated", series } };
  });
}
