import { type RefResult, type Repository, resolveRefs } from "../checkout/index.ts";
import { type ParamValues, paramsOfStack, type Stack, type TemplateSet } from "../plan/index.ts";
import type { Identity } from "../series/index.ts";
import type { Cell } from "./cell.ts";
import { makeBatcher } from "./make-batcher.ts";
import type { RefToPlan } from "./plan-ref.ts";
import {
  makeRenderingJob,
  type RenderedRef,
  type RenderingJob,
  type RenderingTools,
  renderRefs,
} from "./render-refs.ts";

/** What to render. */
export interface GenerateRequest {
  /** As typed, or resolved already; one that leads to no commit gives refused cells. */
  readonly refs: readonly (string | RefResult)[];
  /** Variants, each of which gives a series, and stacks of several for one. */
  readonly stacks: readonly Stack[];
  /** Every param of every chosen variant, by variant id. */
  readonly params: ReadonlyMap<string, ParamValues>;
  readonly identity?: Identity | undefined;
  /** Whether a cell is to be rendered, by its ref and its stack's id; one that is not does not come. Without it, all are. */
  readonly wanted?: ((ref: string, id: string) => boolean) | undefined;
}

/** What rendering needs. */
export interface Workshop extends RenderingTools {
  readonly repository: Repository;
  readonly templates: TemplateSet;
  /** Version of the tool, part of every patch. */
  readonly toolVersion: string;
  /** Renders refs of a job in parallel with the workshop, on another core. */
  readonly helper?: RenderingHelper | undefined;
}

/** Starts rendering refs of the job, and reports each rendered ref. */
export type RenderingHelper = (
  job: RenderingJob,
  done: (rendered: RenderedRef) => Promise<void>,
) => {
  /** Settles when no ref is left for the helper. */
  readonly finished: Promise<void>;
  /** Ends the helper at once. */
  stop(): Promise<void>;
};

/** With fewer refs, a helper is not worth its start. */
const fewestToShare = 4;

/** Refs whose cells may wait to leave. */
const mostWaiting = 4;

/**
 * Renders every stack for every ref, and lets cells leave as they come, those of a ref together: nothing of them
 * is kept. Only writes objects to the workshop's separate store; one failing ref never stops the others.
 *
 * @param leave called with cells of one or more refs, one call after another; when it is slow, rendering waits.
 */
export async function runMatrix(
  workshop: Workshop,
  request: GenerateRequest,
  leave: (cells: readonly Cell[]) => Promise<void>,
): Promise<void> {
  const resolved = await resolveAll(workshop.repository, request.refs);
  const leaving = makeBatcher<readonly Cell[]>({ fewest: 1, most: mostWaiting }, (cells) =>
    leave(cells.flat()),
  );
  for (const ref of resolved) if ("error" in ref) await leaving.add([unresolvedCells(request, ref)]);
  const job = makeRenderingJob({
    refs: resolved.flatMap((ref) => ("error" in ref ? [] : wantedOf(request, ref))),
    templates: workshop.templates,
    params: request.params,
    identity: request.identity,
    signature: `cilium-patchkit ${workshop.toolVersion}`,
  });
  const done = (rendered: RenderedRef) => leaving.add([cellsOf(job, rendered)]);
  const helper = job.refs.length < fewestToShare ? undefined : workshop.helper?.(job, done);
  try {
    await renderRefs(job, { ...workshop, thread: 0 }, done);
    await helper?.finished;
    await leaving.finish();
  } finally {
    await helper?.stop();
  }
}

/** {@link runMatrix} for callers that need all cells at once, in the order of refs and stacks. */
export async function generate(workshop: Workshop, request: GenerateRequest): Promise<Cell[]> {
  const refs = await resolveAll(workshop.repository, request.refs);
  const found = new Map<string, Cell[]>(refs.map(({ ref }) => [ref, []]));
  await runMatrix(workshop, { ...request, refs }, async (cells) => {
    for (const cell of cells) found.get(cell.ref)?.push(cell);
  });
  return [...found.values()].flat();
}

async function resolveAll(repository: Repository, refs: GenerateRequest["refs"]): Promise<RefResult[]> {
  const typed = [...new Set(refs.filter((ref) => typeof ref === "string"))];
  const resolved = typed.length === 0 ? [] : await resolveRefs(repository, typed);
  const byName = new Map(resolved.map((result) => [result.ref, result]));
  for (const ref of refs) if (typeof ref !== "string") byName.set(ref.ref, ref);
  const names = refs.map((ref) => (typeof ref === "string" ? ref : ref.ref));
  return [...new Set(names)].flatMap((name) => byName.get(name) ?? []);
}

/** The ref with the stacks that are wanted for it; nothing if none is. */
function wantedOf({ stacks, wanted }: GenerateRequest, ref: RefToPlan["ref"]): RefToPlan[] {
  const chosen = stacks.filter(({ id }) => wanted?.(ref.ref, id) ?? true);
  return chosen.length === 0 ? [] : [{ ref, stacks: chosen }];
}

function unresolvedCells(
  { stacks, params }: GenerateRequest,
  { ref, error }: Extract<RefResult, { readonly error: unknown }>,
): Cell[] {
  return stacks.map((stack) => ({
    ref,
    sha: null,
    release: null,
    slug: null,
    variant: stack.id,
    params: paramsOfStack(stack, params),
    outcome: { status: "refused", error },
  }));
}

function cellsOf(job: RenderingJob, { index, release, outcomes }: RenderedRef): Cell[] {
  const found = job.refs[index];
  if (!found) throw new Error(`no ref ${index} in the job`);
  const { ref, stacks } = found;
  return outcomes.map((outcome, position): Cell => {
    const stack = stacks[position];
    if (!stack) throw new Error("more outcomes than stacks");
    const { id: variant } = stack;
    const params = paramsOfStack(stack, job.params);
    const note = ref.note === undefined ? {} : { note: ref.note };
    return { ref: ref.ref, sha: ref.sha, slug: ref.slug, ...note, release, variant, params, outcome };
  });
}
