import { type RefResult, type Repository, resolveRefs } from "./checkout/index.ts";
import type { PatchkitError } from "./errors.ts";
import { type ParamValues, paramSuffix, type TemplateSet, type Variant } from "./plan/index.ts";
import {
  makePlanningJob,
  type PlannedRef,
  type PlanningJob,
  type PlanningTools,
  type PlanOutcome,
  planRefs,
  refusedRef,
} from "./plan-refs.ts";
import { type Identity, openSeriesBuilder, type Series, type SeriesBuilder } from "./series/index.ts";

/** The input of the main job. */
export interface GenerateRequest {
  readonly refs: readonly string[];
  readonly variants: readonly Variant[];
  /** Every param of every chosen variant, by variant id. */
  readonly params: ReadonlyMap<string, ParamValues>;
  readonly identity?: Identity | undefined;
}

/** What the main job needs. */
export interface Workshop extends PlanningTools {
  readonly repository: Repository;
  readonly templates: TemplateSet;
  /** Version of the tool, part of every patch. */
  readonly toolVersion: string;
  /** Plans refs of a job in parallel with the workshop, on another core. */
  readonly helper?: PlanningHelper | undefined;
}

/** Starts planning refs of the job, and reports each planned ref. */
export type PlanningHelper = (
  job: PlanningJob,
  done: (index: number, planned: PlannedRef) => Promise<void>,
) => {
  /** Settles when no ref is left for the helper. */
  readonly finished: Promise<void>;
  /** Ends the helper at once. */
  stop(): Promise<void>;
};

/** With fewer refs, a helper is not worth its start. */
const fewestToShare = 4;

/** The result of one ref and one variant. */
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

/** Called when a ref is done: how many of how many. */
export type GenerateProgress = (event: {
  readonly ref: string;
  readonly done: number;
  readonly total: number;
}) => void;

/**
 * Renders every variant for every ref. Only writes objects to the workshop's separate store; one failing ref
 * never stops the others.
 */
export async function generate(
  workshop: Workshop,
  request: GenerateRequest,
  progress: GenerateProgress = () => {},
): Promise<GenerateResult[]> {
  const resolved = await resolveRefs(workshop.repository, [...new Set(request.refs)]);
  const builder = openSeriesBuilder(workshop.repository, {
    identity: request.identity,
    signature: `cilium-patchkit ${workshop.toolVersion}`,
  });
  try {
    const planned = await planAll(workshop, request, resolved, async (ref, result, done) => {
      progress({ ref, done, total: resolved.length });
      const plans = result.outcomes.flatMap((outcome) => (outcome.status === "planned" ? [outcome] : []));
      await Promise.all(plans.map(({ plan, base }) => builder.add(plan, base)));
    });
    return await finish(builder, request, describeAll(request, resolved, planned));
  } finally {
    await builder.close();
  }
}

type PendingResult = Omit<GenerateResult, "outcome"> & { readonly outcome: PlanOutcome };

/**
 * Plans every resolved ref, together with the workshop's helper if there is one. In order of `resolved`.
 *
 * @param tell called for each ref as soon as it is planned, with the number of refs done.
 */
async function planAll(
  workshop: Workshop,
  request: GenerateRequest,
  resolved: readonly RefResult[],
  tell: (ref: string, planned: PlannedRef, done: number) => Promise<void>,
): Promise<PlannedRef[]> {
  const refs = resolved.flatMap((ref) => ("error" in ref ? [] : [ref]));
  const job = makePlanningJob({
    refs,
    templates: workshop.templates,
    variants: request.variants,
    params: request.params,
  });
  const planned = new Map<string, PlannedRef>();
  const done = (index: number, result: PlannedRef) => {
    const ref = refs[index]?.ref ?? "";
    planned.set(ref, result);
    return tell(ref, result, resolved.length - refs.length + planned.size);
  };
  const helper = refs.length < fewestToShare ? undefined : workshop.helper?.(job, done);
  try {
    await planRefs(job, workshop.repository, workshop, done);
    await helper?.finished;
  } finally {
    await helper?.stop();
  }
  return resolved.map((ref) => {
    if ("error" in ref) return refusedRef(request.variants, ref.error);
    const result = planned.get(ref.ref);
    if (!result) throw new Error(`nobody planned ${ref.ref}`);
    return result;
  });
}

/** One result for each ref and variant, in order of refs. */
function describeAll(
  request: GenerateRequest,
  resolved: readonly RefResult[],
  planned: readonly PlannedRef[],
): PendingResult[] {
  return resolved.flatMap((ref, index) => {
    const found = "error" in ref ? { sha: null, slug: null } : { sha: ref.sha, slug: ref.slug };
    const note = "note" in ref && ref.note !== undefined ? { note: ref.note } : {};
    const release = planned[index]?.release ?? null;
    return (planned[index]?.outcomes ?? []).map((outcome, position): PendingResult => {
      const variant = request.variants[position]?.spec.id ?? "";
      const params = request.params.get(variant) ?? {};
      return { ref: ref.ref, ...found, ...note, release, variant, params, outcome };
    });
  });
}

async function finish(
  builder: SeriesBuilder,
  request: GenerateRequest,
  pending: readonly PendingResult[],
): Promise<GenerateResult[]> {
  const requests = pending.flatMap(({ outcome, variant, params, slug }) => {
    if (outcome.status !== "planned" || slug === null) return [];
    const spec = request.variants.find((candidate) => candidate.spec.id === variant)?.spec;
    const suffix = spec ? paramSuffix(spec, params) : "";
    return [{ plan: outcome.plan, slug, paramSuffix: suffix }];
  });
  const built = await builder.build(requests);
  let next = 0;
  return pending.map(({ outcome, ...result }) => {
    if (outcome.status !== "planned") return { ...result, outcome };
    const series = built[next++];
    if (!series) throw new Error("fewer series than plans");
    return { ...result, outcome: { status: "generated", series } };
  });
}
