import { chooseRefs, openCheckout, type RefChoice, type ResolvedRef } from "../checkout/index.ts";
import { PatchkitError } from "../errors.ts";
import { makePlanners, type ProposalPlanner, type Workshop } from "../matrix/index.ts";
import { type DescribedName, resolveParams, type Variant } from "../plan/index.ts";
import { chooseVariants } from "./choose-variants.ts";
import type { InspectViewValue } from "./inspect-view-value.ts";
import { printInspected } from "./print-inspected.ts";
import type { Printer } from "./printer.ts";
import { type Meanings, meaningOf, readMeanings } from "./read-meanings.ts";
import { schemaVersion } from "./schema-version.ts";
import { type Session, type WorkshopOptions, withWorkshop } from "./workshop.ts";

type ViewResult = InspectViewValue["results"][number];
type VariantView = ViewResult["variants"][number];
type ViewName = VariantView["names"][number];

/** `inspect --view`: what templates may use on refs, with the defaults of their params. */
export async function runInspectView(
  session: Session,
  printer: Printer,
  options: RefChoice &
    WorkshopOptions & { readonly variants: readonly string[]; readonly proposals?: readonly string[] },
): Promise<number> {
  const value = await withWorkshop(session, options, async (workshop): Promise<InspectViewValue> => {
    const variants = chooseVariants(workshop.templates, options);
    const planners = makePlanners(workshop.templates, workshop.proposals, workshop);
    const meanings = await readMeanings();
    const results: ViewResult[] = [];
    for (const ref of await chooseRefs(workshop.repository, options)) {
      if ("error" in ref) results.push(failed({ ref: ref.ref, sha: null }, ref.error));
      else results.push(await viewsOf(workshop, planners, ref, variants, meanings));
    }
    return { schema: schemaVersion, repo: workshop.repository.dir, results };
  });
  return printInspected(printer, value, words);
}

async function viewsOf(
  workshop: Workshop,
  planners: readonly ProposalPlanner[],
  ref: ResolvedRef,
  variants: readonly Variant[],
  meanings: Meanings,
): Promise<ViewResult> {
  try {
    const checkout = await openCheckout(workshop.repository, ref);
    const params = resolveParams(
      variants.map(({ spec }) => spec),
      [],
    );
    const views: VariantView[] = [];
    let release: string | null = null;
    for (const { proposal, planner } of planners) {
      const own = variants.filter((variant) => variant.proposal === proposal);
      if (own.length === 0) continue;
      const tree = await planner.open(checkout);
      try {
        release = tree.release;
        for (const variant of own) {
          const names = tree.view(variant, params.get(variant.spec.id) ?? {});
          views.push({ id: variant.spec.id, names: names.map((name) => shown(variant, name, meanings)) });
        }
      } finally {
        tree.close();
      }
    }
    return { ref: ref.ref, sha: ref.sha, release, variants: views, code: null, reason: null };
  } catch (error) {
    if (error instanceof PatchkitError && !error.stopsTheRun) return failed(ref, error);
    throw error;
  }
}

function shown(variant: Variant, described: DescribedName, meanings: Meanings): ViewName {
  const { name, origin, facts } = described;
  return {
    name,
    origin,
    meaning: meaningOf(variant, described, meanings),
    facts: facts.map((fact) => ({ ...fact })),
    missing: "missing" in described ? described.missing : null,
    value: "value" in described ? copy(described.value) : null,
  };
}

/** A value of its own, whose lists may be changed. */
function copy(value: unknown): ViewName["value"] {
  return JSON.parse(JSON.stringify(value)) as ViewName["value"];
}

function failed(
  { ref, sha }: Pick<ViewResult, "ref" | "sha">,
  { code, message, hint }: PatchkitError,
): ViewResult {
  const reason = hint === undefined ? message : `${message}. ${hint}`;
  return { ref, sha, release: null, variants: [], code, reason };
}

/** Names that all variants share come once, then those of each. */
function words({ ref, sha, release, variants, code, reason }: ViewResult, printer: Printer): string {
  const { color } = printer;
  const title = `${color.bold(ref)}  ${sha?.slice(0, 12) ?? ""}  ${release ?? ""}`.trimEnd();
  if (code !== null) return `${title}\n  ${color.red(code)}  ${reason}`;
  const [first, ...rest] = variants.map(({ names }) => names.map((name) => nameWords(name, printer)));
  const shared = (first ?? []).filter((line) => rest.every((lines) => lines.includes(line)));
  const groups = variants.map(({ id, names }) => {
    const own = names.map((name) => nameWords(name, printer)).filter((line) => !shared.includes(line));
    return own.length === 0 ? [] : [color.bold(id), ...own];
  });
  const all = variants.length > 1 ? [color.bold("every variant"), ...shared] : shared;
  return [title, ...all, ...groups.flat()].join("\n");
}

function nameWords({ name, value, missing, meaning, origin, facts }: ViewName, { color }: Printer): string {
  const text = typeof value === "string" ? value || '""' : JSON.stringify(value);
  const found = missing === null ? text : `${color.yellow("not found")}  ${color.dim(missing)}`;
  const places = facts.map(
    (fact) => `${fact.name} ${fact.path}${fact.line === null ? " (no such file)" : `:${fact.line}`}`,
  );
  const source = [origin, ...places].join(", ");
  return [
    `  ${name}: ${found}`,
    ...(meaning === "" ? [] : [`      ${meaning}`]),
    `      ${color.dim(source)}`,
  ].join("\n");
}
