import {
  type Checkout,
  chooseRefs,
  openCheckout,
  type RefChoice,
  type ResolvedRef,
} from "../checkout/index.ts";
import { PatchkitError } from "../errors.ts";
import { makePlanners, type ProposalPlanner, type Workshop } from "../matrix/index.ts";
import { type PlannerTree, resolveParams } from "../plan/index.ts";
import type { Fact } from "../profile/index.ts";
import { chooseVariants } from "./choose-variants.ts";
import { endInspect } from "./end-inspect.ts";
import type { Printer } from "./printer.ts";
import { schemaVersion } from "./schema-version.ts";
import type { InspectValue } from "./values.ts";
import { type Session, type WorkshopOptions, withWorkshop } from "./workshop.ts";

type InspectResult = InspectValue["results"][number];

/** `inspect`: the facts of refs with file and line, and which variants fit. */
export async function runInspect(
  session: Session,
  printer: Printer,
  options: RefChoice & WorkshopOptions & { readonly proposal?: string | undefined },
): Promise<number> {
  const value = await withWorkshop(session, options, async (workshop): Promise<InspectValue> => {
    const planners = plannersOf(workshop, options.proposal);
    const results: InspectResult[] = [];
    for (const ref of await chooseRefs(workshop.repository, options)) {
      printer.progress(`reading ${ref.ref}`);
      if ("error" in ref) results.push(failed({ ref: ref.ref, sha: null, slug: null }, ref.error));
      else results.push(await inspectRef(workshop, planners, ref));
    }
    return { schema: schemaVersion, repo: workshop.repository.dir, results };
  });
  return endInspect(printer, value, (result) => words(result, printer));
}

/** Planners of one proposal; of the first one, unless another is named. */
export function plannersOf(workshop: Workshop, proposal: string | undefined): ProposalPlanner[] {
  const named = proposal === undefined ? [] : [proposal];
  const [shown] = chooseVariants(workshop.templates, { variants: [], proposals: named });
  const own = workshop.proposals.filter(({ id }) => id === shown?.proposal);
  return makePlanners(workshop.templates, own, workshop);
}

async function inspectRef(
  workshop: Workshop,
  planners: readonly ProposalPlanner[],
  ref: ResolvedRef,
): Promise<InspectResult> {
  try {
    return await inspectCheckout(workshop, planners, await openCheckout(workshop.repository, ref));
  } catch (error) {
    if (error instanceof PatchkitError && !error.stopsTheRun) return failed(refOf(ref), error);
    throw error;
  }
}

function refOf({ ref, sha, slug }: ResolvedRef): Pick<InspectResult, "ref" | "sha" | "slug"> {
  return { ref, sha, slug };
}

/** The facts of a commit, and which variants fit. A tree that can not be read is a result with a code. */
export async function inspectCheckout(
  workshop: Workshop,
  planners: readonly ProposalPlanner[],
  checkout: Checkout,
): Promise<InspectResult> {
  const about = refOf(checkout.ref);
  try {
    const found = new Map<string, InspectResult["facts"][number]>();
    const variants: InspectResult["variants"][number][] = [];
    let release: string | null = null;
    for (const { proposal, planner } of planners) {
      const tree = await planner.open(checkout);
      try {
        release = tree.release;
        for (const fact of tree.facts()) found.set(fact.name, shown(fact));
        const own = workshop.templates.variants.filter((variant) => variant.proposal === proposal);
        for (const variant of own) variants.push(await fitOf(tree, variant));
      } finally {
        tree.close();
      }
    }
    return { ...about, release, facts: [...found.values()], variants, code: null, reason: null };
  } catch (error) {
    if (error instanceof PatchkitError && !error.stopsTheRun) return failed(about, error);
    throw error;
  }
}

function shown(fact: Fact): InspectResult["facts"][number] {
  if ("value" in fact) return { name: fact.name, value: fact.value, ...fact.at };
  return { name: fact.name, missing: fact.missing };
}

async function fitOf(
  tree: PlannerTree,
  variant: Workshop["templates"]["variants"][number],
): Promise<InspectResult["variants"][number]> {
  const { id } = variant.spec;
  try {
    const params = resolveParams([variant.spec], []).get(id) ?? {};
    const result = await tree.plan(variant, params);
    if (result.kind === "plan") return { id, fits: true, status: "fits", reason: null };
    return {
      id,
      fits: false,
      status: result.kind,
      reason: result.kind === "not-applicable" ? result.reason : null,
    };
  } catch (error) {
    if (!(error instanceof PatchkitError) || error.stopsTheRun) throw error;
    return { id, fits: false, status: "refused", reason: error.message };
  }
}

function failed(ref: Pick<InspectResult, "ref" | "sha" | "slug">, error: PatchkitError): InspectResult {
  return { ...ref, release: null, facts: [], variants: [], code: error.code, reason: reasonWith(error) };
}

function words(result: InspectResult, { color }: Printer): string {
  const title =
    `${color.bold(result.ref)}  ${result.sha?.slice(0, 12) ?? ""}  ${result.release ?? ""}`.trimEnd();
  if (result.code !== null) return `${title}\n  ${color.red(result.code)}  ${result.reason}`;
  const facts = result.facts.map((fact) =>
    "missing" in fact
      ? `  ${fact.name}: ${color.yellow("not found")}  ${color.dim(fact.missing)}`
      : `  ${fact.name}: ${text(fact.value)}  ${color.dim(fact.line === null ? `${fact.path}: no such file` : `${fact.path}:${fact.line}`)}`,
  );
  const variants = result.variants.map((variant) =>
    variant.fits
      ? `  ${color.green("fits")}  ${variant.id}`
      : `  ${color.yellow(variant.status)}  ${variant.id}${variant.reason === null ? "" : `: ${variant.reason}`}`,
  );
  return [title, ...facts, ...variants].join("\n");
}

function text(value: unknown): string {
  return typeof value === "string" ? value || '""' : JSON.stringify(value);
}

/** An error's message, and what to do about it. */
function reasonWith({ message, hint }: PatchkitError): string {
  return hint === undefined ? message : `${message}. ${hint}`;
}
