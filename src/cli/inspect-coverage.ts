import {
  type Checkout,
  chooseRefs,
  openCheckout,
  type RefChoice,
  type ResolvedRef,
  readIfText,
} from "../checkout/index.ts";
import { PatchkitError } from "../errors.ts";
import { makePlanners, type ProposalPlanner, type Workshop } from "../matrix/index.ts";
import { type PlannerTree, resolveParams, type Variant } from "../plan/index.ts";
import { proposals } from "../proposals/index.ts";
import { chooseVariants } from "./choose-variants.ts";
import type { InspectCoverageValue } from "./inspect-coverage-value.ts";
import { printInspected } from "./print-inspected.ts";
import type { Printer } from "./printer.ts";
import { schemaVersion } from "./schema-version.ts";
import { type Session, type WorkshopOptions, withWorkshop } from "./workshop.ts";

type CoverageResult = InspectCoverageValue["results"][number];
type VariantCoverage = CoverageResult["variants"][number];
type Place = VariantCoverage["places"][number];

/** What `inspect --coverage` is asked for. */
type CoverageOptions = RefChoice &
  WorkshopOptions & {
    readonly variants: readonly string[];
    readonly proposals: readonly string[];
    readonly settings: readonly string[];
  };

/** `inspect --coverage`: what of the chart and the documents each series changes on refs, and why it leaves the rest. */
export async function runInspectCoverage(
  session: Session,
  printer: Printer,
  options: CoverageOptions,
): Promise<number> {
  const value = await withWorkshop(session, options, async (workshop): Promise<InspectCoverageValue> => {
    const variants = chooseVariants(workshop.templates, options);
    const planners = makePlanners(workshop.templates, workshop.proposals, workshop);
    const params = resolveParams(
      variants.map(({ spec }) => spec),
      options.settings,
    );
    const results: CoverageResult[] = [];
    for (const ref of await chooseRefs(workshop.repository, options)) {
      printer.progress(`reading ${ref.ref}`);
      if ("error" in ref) results.push(failed({ ref: ref.ref, sha: null }, ref.error));
      else results.push(await coverageOf(workshop, planners, ref, variants, params));
    }
    return { schema: schemaVersion, repo: workshop.repository.dir, results };
  });
  return printInspected(printer, value, words);
}

async function coverageOf(
  workshop: Workshop,
  planners: readonly ProposalPlanner[],
  ref: ResolvedRef,
  variants: readonly Variant[],
  params: ReturnType<typeof resolveParams>,
): Promise<CoverageResult> {
  try {
    const checkout = await openCheckout(workshop.repository, ref);
    const found: VariantCoverage[] = [];
    let release: string | null = null;
    for (const { proposal, planner } of planners) {
      const own = variants.filter((variant) => variant.proposal === proposal);
      if (own.length === 0) continue;
      const untouched = proposals.find(({ id }) => id === proposal)?.untouched ?? [];
      const beside = (await Promise.all(untouched.map((one) => placeBeside(one, checkout)))).flat();
      const tree = await planner.open(checkout);
      try {
        release = tree.release;
        for (const variant of own)
          found.push(await variantCoverage(tree, variant, params.get(variant.spec.id) ?? {}, beside));
      } finally {
        tree.close();
      }
    }
    return { ref: ref.ref, sha: ref.sha, release, variants: found, code: null, reason: null };
  } catch (error) {
    if (error instanceof PatchkitError && !error.stopsTheRun) return failed(ref, error);
    throw error;
  }
}

/** A place that series leave as it is, if they do not change it by a param; none in a release without it. */
async function placeBeside(
  { path, reason }: { readonly path: string; readonly reason: string },
  checkout: Checkout,
): Promise<Place[]> {
  const isThere = (await readIfText(checkout, path)) !== undefined;
  return isThere ? [{ place: "", path, reason }] : [];
}

async function variantCoverage(
  tree: PlannerTree,
  variant: Variant,
  params: Parameters<PlannerTree["plan"]>[1],
  beside: readonly Place[],
): Promise<VariantCoverage> {
  const { id } = variant.spec;
  const none = { id, files: [], places: [] };
  try {
    const result = await tree.plan(variant, params);
    if (result.kind !== "plan") {
      const reason = result.kind === "not-applicable" ? result.reason : null;
      return { ...none, status: result.kind, reason };
    }
    const { commits, companions } = result.plan;
    const places = companions.map(({ place, path, reason }) => ({ place, path, reason: reason || null }));
    const files = [...new Set(commits.flatMap((commit) => commit.files.map(({ path }) => path)))].sort();
    const others = beside.filter(({ path }) => !files.includes(path));
    return { id, status: "fits", reason: null, files, places: [...places, ...others] };
  } catch (error) {
    if (!(error instanceof PatchkitError) || error.stopsTheRun) throw error;
    return { ...none, status: "refused", reason: error.message };
  }
}

function failed(
  { ref, sha }: Pick<CoverageResult, "ref" | "sha">,
  { code, message, hint }: PatchkitError,
): CoverageResult {
  const reason = hint === undefined ? message : `${message}. ${hint}`;
  return { ref, sha, release: null, variants: [], code, reason };
}

function words({ ref, sha, release, variants, code, reason }: CoverageResult, { color }: Printer): string {
  const title = `${color.bold(ref)}  ${sha?.slice(0, 12) ?? ""}  ${release ?? ""}`.trimEnd();
  if (code !== null) return `${title}\n  ${color.red(code)}  ${reason}`;
  const groups = variants.flatMap((variant) => {
    const head = `  ${color.bold(variant.id)}  ${variant.status}${variant.reason === null ? "" : `: ${variant.reason}`}`;
    const places = variant.places.map((place) => `    ${placeWords(place, color)}`);
    const named = variant.places.map(({ path }) => path);
    const others = variant.files.filter((path) => !named.includes(path));
    return [head, ...others.map((path) => `    ${color.green("changed")}  ${path}`), ...places];
  });
  return [title, ...groups].join("\n");
}

function placeWords({ place, path, reason }: Place, color: Printer["color"]): string {
  const name = [place, path].filter(Boolean).join("  ");
  if (reason === null) return `${color.green("changed")}  ${name}`;
  return `${color.yellow("left out")}  ${name}  ${color.dim(reason)}`;
}
