import { badTemplate, fillImports, type GoPackage } from "../edit/index.ts";
import type { GoFormatter } from "../golang/index.ts";
import { allFacts, type FactValue, type FactValues, isList, type Profile } from "../profile/index.ts";
import { layoutOf } from "./complete-file.ts";
import type { ProposalTemplates, TemplateSource } from "./load-templates.ts";
import { makeRenderer } from "./render.ts";
import { buildView, type View, type ViewSource, withNames } from "./view.ts";

/**
 * Renders a Go file that is added to the tree for verification: a test that drives the same code as the rendered
 * tests.
 *
 * @param name file name below `_verify/` of the proposal's templates.
 * @param extra names that only this file may use, from the names of the proposal.
 * @throws PatchkitError `plan/bad-template`; `profile/fact-missing`.
 */
export function renderCompanion<Facts extends FactValues>(
  templates: ProposalTemplates,
  source: ViewSource<Facts>,
  name: string,
  profile: Profile<Facts>,
  extra: (view: View) => View,
  formatter: GoFormatter,
): string {
  const facts = profile.facts();
  const view = buildView(source, { variant: undefined, params: {} }, facts, profile);
  const names = withNames(view, extra(view));
  const text = makeRenderer(templates).render(companion(templates, name), names);
  const known = allFacts(profile).flatMap((fact) => ("value" in fact ? [fact.value] : []));
  const filled = fillImports(text, known.flatMap(packagesIn), layoutOf(source.vocabulary, facts));
  return formatter.formatAround(name, filled, [{ start: 0, end: filled.length }]).text;
}

/** The packages that facts name, in the order of the facts: a release has names of its own for them. */
function packagesIn(value: FactValue): GoPackage[] {
  if (isList(value)) return value.flatMap(packagesIn);
  if (typeof value !== "object" || value === null) return [];
  const { path, name, ...rest } = value;
  const own = typeof path === "string" && typeof name === "string" ? [{ path, name }] : [];
  return [...own, ...Object.values(rest).flatMap(packagesIn)];
}

/** Renders a file of `_verify/` with its own names. @throws PatchkitError `plan/bad-template`. */
export function renderText(
  templates: Pick<ProposalTemplates, "companions" | "partials">,
  name: string,
  view: View,
): string {
  return makeRenderer(templates).render(companion(templates, name), view);
}

function companion({ companions }: Pick<ProposalTemplates, "companions">, name: string): TemplateSource {
  const template = companions.find((one) => one.name === `_verify/${name}`);
  if (!template) throw badTemplate(name, "expected the file, found none");
  return template;
}
