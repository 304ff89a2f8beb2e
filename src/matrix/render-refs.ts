import type { Repository } from "../checkout/index.ts";
import {
  type GoTools,
  type Knowledge,
  type ParamValues,
  seriesName,
  type TemplateSet,
} from "../plan/index.ts";
import { type Identity, openSeriesBuilder } from "../series/index.ts";
import type { Outcome } from "./cell.ts";
import { type BatchSize, makeBatcher } from "./make-batcher.ts";
import { makePlanners, type PlannedRef, planRef, type RefToPlan } from "./plan-ref.ts";

/** Refs, and what to render for each: plain data, so that several threads can share the work. */
export interface RenderingJob {
  readonly refs: readonly RefToPlan[];
  readonly templates: TemplateSet;
  /** Every param of every chosen variant, by variant id. */
  readonly params: ReadonlyMap<string, ParamValues>;
  readonly identity: Identity | undefined;
  /** Last line of every patch. */
  readonly signature: string;
  /** Index of the next free ref, in one shared 32-bit integer. */
  readonly next: Int32Array<SharedArrayBuffer>;
}

/** What became of one ref. */
export interface RenderedRef {
  /** Position in the job. */
  readonly index: number;
  readonly release: string | null;
  /** One for each stack of the ref, in its order. */
  readonly outcomes: readonly Outcome[];
}

/** Creates a job with no ref taken. */
export function makeRenderingJob(job: Omit<RenderingJob, "next">): RenderingJob {
  return { ...job, next: new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)) };
}

/** What rendering needs: Go parser and formatter, and what the proposals know that variants belong to. */
export interface RenderingTools extends GoTools {
  readonly proposals: readonly Knowledge[];
}

/**
 * Planned refs that git gets together: three processes and a pack for each batch cost a fifth of a long run if each
 * ref is one. A short run has at least eight batches, so that git works while others are planned.
 */
function batchSizeOf(refs: number): BatchSize {
  const fewest = Math.max(1, Math.min(3, Math.floor(refs / 8)));
  // Each planned ref holds its changed files as texts.
  return { fewest, most: fewest + 1 };
}

/**
 * Renders refs of the job until none is left; several threads may do so at once. While one ref is planned, git
 * builds the commits of those before. One failing ref never stops the others.
 *
 * @param thread a number that no other thread of the run has.
 * @param done called for each ref as soon as it is rendered; when it is slow, rendering waits.
 */
export async function renderRefs(
  job: RenderingJob,
  {
    repository,
    thread,
    proposals,
    ...tools
  }: RenderingTools & { readonly repository: Repository; readonly thread: number },
  done: (rendered: RenderedRef) => Promise<void>,
): Promise<void> {
  const bench = {
    repository,
    planners: makePlanners(job.templates, proposals, tools),
    params: job.params,
  };
  const batcher = makeBatcher<Planned>(batchSizeOf(job.refs.length), async (batch) => {
    for (const rendered of await buildBatch(job, repository, thread, batch)) await done(rendered);
  });
  for (;;) {
    const index = Atomics.add(job.next, 0, 1);
    const ref = job.refs[index];
    if (!ref) break;
    await batcher.add([{ index, ref, planned: await planRef(ref, bench) }]);
  }
  await batcher.finish();
}

/** A ref with its plans. */
interface Planned {
  readonly index: number;
  readonly ref: RefToPlan;
  readonly planned: PlannedRef;
}

async function buildBatch(
  job: RenderingJob,
  repository: Repository,
  thread: number,
  batch: readonly Planned[],
): Promise<RenderedRef[]> {
  const builder = openSeriesBuilder(repository, {
    identity: job.identity,
    signature: job.signature,
    thread,
  });
  try {
    const requests = batch.flatMap(({ ref, planned }) =>
      planned.outcomes.flatMap((outcome, position) => {
        if (outcome.status !== "planned") return [];
        const { plan, base } = outcome;
        const stack = ref.stacks[position];
        if (!stack) throw new Error("more plans than stacks");
        void builder.add(plan, base);
        return [{ plan, slug: ref.ref.slug, name: seriesName(stack, plan.params) }];
      }),
    );
    const built = await builder.build(requests);
    let next = 0;
    return batch.map(({ index, planned: { release, outcomes } }) => ({
      index,
      release,
      outcomes: outcomes.map((outcome): Outcome => {
        if (outcome.status !== "planned") return outcome;
        const series = built[next++];
        if (!series) throw new Error("fewer series than plans");
        return { status: "generated", series };
      }),
    }));
  } finally {
    await builder.close();
  }
}
