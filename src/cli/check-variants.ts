import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { packageRoot } from "../host/assets.ts";
import { makeTempFolder, removeFolder } from "../host/files.ts";
import { openGit } from "../host/git.ts";
import { makeSampleRepository } from "../host/sample-repository.ts";
import { type Cell, generate } from "../matrix/index.ts";
import { resolveParams, stackOf } from "../plan/index.ts";
import { type CheckVariantsValue, statusesThatHold } from "./check-variants-value.ts";
import { untestedWords } from "./generate-value.ts";
import { loadOwnTemplates } from "./own-templates.ts";
import { type Printer, table } from "./printer.ts";
import { schemaVersion } from "./schema-version.ts";
import { type Session, withWorkshop } from "./workshop.ts";

type Row = CheckVariantsValue["results"][number];

/** The layer with a chart and pages of the documentation, which series of the package do not edit. */
const moreFiles = ["documents"];

/** `variants --check`: renders the variants of a folder onto the sample trees, and says where each holds. */
export async function runCheckVariants(
  session: Session,
  printer: Printer,
  options: { readonly dir: string; readonly templates: readonly string[] },
): Promise<number> {
  const dir = resolve(session.cwd, options.dir);
  const beside = await loadOwnTemplates(options.templates.filter((one) => one !== dir));
  const others = new Set(beside.variants.map(({ spec }) => spec.id));
  const temp = await makeTempFolder(tmpdir(), "cilium-patchkit-check-");
  try {
    const repo = join(temp, "sample.git");
    const git = openGit({ env: session.env, signal: session.signal });
    const refs = await makeSampleRepository(git, join(packageRoot, "sample"), repo, moreFiles);
    const templates = [...options.templates, dir];
    const cells = await withWorkshop(session, { repo, templates }, async (workshop) => {
      const variants = workshop.templates.variants.filter(({ spec }) => !others.has(spec.id));
      const params = resolveParams(
        variants.map(({ spec }) => spec),
        [],
      );
      return generate(workshop, { refs, stacks: variants.map((one) => stackOf([one])), params });
    });
    const results = cells.map(rowOf);
    const value: CheckVariantsValue = { schema: schemaVersion, dir, results };
    printer.result(
      value,
      () => words(value, printer),
      () => nowhere(results).map((variant) => `${variant}: holds on no sample tree`),
    );
    return nowhere(results).length > 0 ? 1 : 0;
  } finally {
    await removeFolder(temp);
  }
}

function rowOf({ ref, variant, outcome }: Cell): Row {
  const nothing = { files: [], code: null, reason: null, hint: null };
  switch (outcome.status) {
    case "generated": {
      const files = outcome.series.files.map(({ path }) => path);
      return {
        ...nothing,
        variant,
        shape: ref,
        status: "generated",
        files,
        reason: untestedWords(outcome.series.untested),
      };
    }
    case "already-applied":
      return { ...nothing, variant, shape: ref, status: "already-applied" };
    case "not-applicable":
      return { ...nothing, variant, shape: ref, status: "not-applicable", reason: outcome.reason };
    case "refused": {
      const { code, message, hint = null } = outcome.error;
      return { ...nothing, variant, shape: ref, status: "refused", code, reason: message, hint };
    }
  }
}

/** Variants that hold on none of the trees. */
function nowhere(results: readonly Row[]): string[] {
  const all = new Set(results.map(({ variant }) => variant));
  for (const { variant, status } of results) if (statusesThatHold.includes(status)) all.delete(variant);
  return [...all];
}

function words({ results }: CheckVariantsValue, { color }: Printer): string {
  const rows = results.map(({ variant, shape, status, files, code, reason }) => [
    variant,
    shape,
    statusesThatHold.includes(status) ? color.green("holds") : color.yellow(status),
    status === "generated"
      ? `${files.join(", ")}${reason === null ? "" : `; ${reason}`}`
      : [code, reason].filter((part) => part !== null).join(": "),
  ]);
  const lost = nowhere(results).map((variant) => color.red(`${variant} holds on no sample tree`));
  return [table(rows), ...lost].join("\n");
}
