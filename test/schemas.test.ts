import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { adviseValue } from "../src/cli/advise-value.ts";
import { bundleValue } from "../src/cli/bundle-value.ts";
import { checkVariantsValue } from "../src/cli/check-variants-value.ts";
import { completionValue } from "../src/cli/completion-value.ts";
import { configSchema } from "../src/cli/config-file.ts";
import { discussValue } from "../src/cli/discuss-value.ts";
import { driftValue } from "../src/cli/drift-value.ts";
import { emitValue } from "../src/cli/emit-value.ts";
import { fetchValue } from "../src/cli/fetch-value.ts";
import { imageValue } from "../src/cli/image-value.ts";
import { inspectCoverageValue } from "../src/cli/inspect-coverage-value.ts";
import { inspectViewValue } from "../src/cli/inspect-view-value.ts";
import { newValue } from "../src/cli/new-value.ts";
import { prValue } from "../src/cli/pr-value.ts";
import { refreshValue } from "../src/cli/refresh-value.ts";
import { reportValue } from "../src/cli/report-value.ts";
import * as values from "../src/cli/values.ts";
import { verifyCell } from "../src/cli/verify-cell.ts";
import { packageRoot } from "../src/host/assets.ts";
import { manifestSchema, seriesFileSchema } from "../src/series/index.ts";
import { evidenceSchema } from "../src/verify/index.ts";

const schemas: Readonly<Record<string, z.ZodType>> = {
  advise: adviseValue,
  apply: values.applyValue,
  config: configSchema,
  bundle: bundleValue,
  completion: completionValue,
  demo: values.demoValue,
  discuss: discussValue,
  doctor: values.doctorValue,
  emit: emitValue,
  error: values.errorValue,
  evidence: evidenceSchema,
  fetch: fetchValue,
  "generate-cell": values.generateCell,
  generate: values.generateValue,
  "inspect-drift": driftValue,
  "inspect-coverage": inspectCoverageValue,
  "inspect-view": inspectViewValue,
  image: imageValue,
  inspect: values.inspectValue,
  manifest: manifestSchema,
  refresh: refreshValue,
  new: newValue,
  pr: prValue,
  report: reportValue,
  series: seriesFileSchema,
  "variants-check": checkVariantsValue,
  variants: values.variantsValue,
  "verify-cell": verifyCell,
  verify: values.verifyValue,
};

describe("schemas/", () => {
  const folder = join(packageRoot, "schemas");

  it("has one file per value that is printed or written, and no other", async () => {
    expect((await readdir(folder)).sort()).toEqual(
      Object.keys(schemas)
        .map((name) => `${name}.json`)
        .sort(),
    );
  });

  it("is asked of every value that a command prints", () => {
    const printed = Object.values(values).filter((value) => value instanceof z.ZodType);
    expect(printed.filter((value) => !Object.values(schemas).includes(value))).toEqual([]);
  });

  it.each(Object.entries(schemas))(
    "%s.json is that of the value; `npm run build && node scripts/schemas.mjs` writes it",
    async (name, schema) => {
      const text = await readFile(join(folder, `${name}.json`), "utf8");
      expect(text).toBe(`${JSON.stringify(z.toJSONSchema(schema), null, 2)}\n`);
    },
  );
});
