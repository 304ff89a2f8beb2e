import { badTemplate, fillImports, type GoPackage } from "../edit/index.ts";
import type { GoFormatter } from "../golang/index.ts";
import type { FactValues, NodeAddressing, Profile } from "../profile/index.ts";
import { layoutOf } from "./complete-file.ts";
import type { TemplateSet, TemplateSource } from "./load-templates.ts";
import { makeRenderer } from "./render.ts";
import { buildView, type View, withNames } from "./view.ts";

/**
 * Renders a Go file that is added to the tree for verification: a test that drives the same handler as the
 * rendered tests, with the device and the addresses of the scenario.
 *
 * @param name file name below `templates/_verify/`.
 * @param addressing where the interface of a node's addresses is declared.
 * @throws PatchkitError `plan/bad-template`.
 */
export function renderCompanion(
  templates: TemplateSet,
  name: string,
  profile: Profile,
  values: FactValues,
  addressing: NodeAddressing,
  formatter: GoFormatter,
): string {
  const [variant] = templates.variants;
  if (!variant) throw badTemplate(name, "expected a variant beside it, found none");
  const { view } = buildView(variant.spec, profile, {});
  const own = String(view["newAddressing"]);
  const names = withNames(view, {
    addressingFolder: addressing.folder,
    addressesType: addressing.type,
    addressesFamily: `${addressing.type}Family`,
    fakeNewAddressing: own,
    testDevice: "cilium_host",
    newAddressing: "newRouteTestAddressing()",
    newTestHandler: String(view["newTestHandler"]).replace(own, "newRouteTestAddressing()"),
  });
  const text = makeRenderer(templates).render(companion(templates, name), names);
  const filled = fillImports(text, packagesIn(values), layoutOf(values));
  return formatter.formatAround(name, filled, [{ start: 0, end: filled.length }]).text;
}

/** The packages that facts name, in the order of the facts: a release has names of its own for them. */
function packagesIn(value: unknown): GoPackage[] {
  if (Array.isArray(value)) return value.flatMap(packagesIn);
  if (typeof value !== "object" || value === null) return [];
  const { path, name, ...rest } = value as Readonly<Record<string, unknown>>;
  const own = typeof path === "string" && typeof name === "string" ? [{ path, name }] : [];
  return [...own, ...Object.values(rest).flatMap(packagesIn)];
}

/** Renders a file of `templates/_verify/` with its own names. @throws PatchkitError `plan/bad-template`. */
export function renderText(templates: TemplateSet, name: string, view: View): string {
  return makeRenderer(templates).render(companion(templates, name), view);
}

function companion(templates: TemplateSet, name: string): TemplateSource {
  const template = templates.companions.find((one) => one.name === `_verify/${name}`);
  if (!template) throw badTemplate(name, "expected the file, found none");
  return template;
}
