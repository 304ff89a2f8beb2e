import { proposals } from "../proposals/index.ts";
import { loadOwnTemplates } from "./own-templates.ts";
import type { Printer } from "./printer.ts";
import { schemaVersion } from "./schema-version.ts";
import type { VariantsValue } from "./values.ts";

/** `variants`: lists the available variants, those of other folders of templates too. */
export async function runVariants(printer: Printer, templates: readonly string[]): Promise<number> {
  const { variants } = await loadOwnTemplates(templates);
  const value: VariantsValue = {
    schema: schemaVersion,
    proposals: proposals.map(({ id, about }) => ({ id, about })),
    variants: variants.map(({ proposal, spec: { id, purpose, fixes, doesNotFix, params } }) => ({
      id,
      proposal,
      purpose,
      fixes,
      doesNotFix,
      params: params.map(({ choices, ...param }) => (choices === undefined ? param : { ...param, choices })),
    })),
  };
  printer.result(value, () =>
    value.proposals
      .flatMap(({ id, about }) => [
        `${printer.color.bold(`--proposal ${id}`)}\n  ${about}`,
        ...value.variants.filter(({ proposal }) => proposal === id).map((one) => words(one, printer)),
      ])
      .join("\n\n"),
  );
  return 0;
}

function words(variant: VariantsValue["variants"][number], { color }: Printer): string {
  const params = variant.params.map(
    (param) =>
      `  --set ${variant.id}.${param.name}=${[param.default].flat().join(",")}\n      ${param.meaning}`,
  );
  return [
    color.bold(variant.id),
    `  ${variant.purpose}`,
    `  ${color.green("fixes")}         ${variant.fixes}`,
    `  ${color.yellow("does not fix")}  ${variant.doesNotFix}`,
    ...params,
  ].join("\n");
}
