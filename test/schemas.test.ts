import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { bundleValue } from "../src/cli/bundle-value.ts";
import { discussValue } from "../src/cli/discuss-value.ts";
import { fetchValue } from "../src/cli/fetch-value.ts";
import { prValue } from "../src/cli/pr-value.ts";
import { reportValue } from "../src/cli/report-value.ts";
import * as values from "../src/cli/values.ts";
import { packageRoot } from "../src/host/assets.ts";
import { manifestSchema, seriesFileSchema } from "../src/series/index.ts";
import { evidenceSchema } from "../src/verify/index.ts";

const schemas: Readonly<Record<string, z.ZodType>> = {
  apply: values.applyValue,
  bundle: bundleValue,
  demo: values.demoValue,
  discuss: discussValue,
  doctor: values.doctorValue,
  error: values.errorValue,
  evidence: evidenceSchema,
  fetch: fetchValue,
  "generate-cell": values.generateCell,
  generate: values.generateValue,
  inspect: values.inspectValue,
  manifest: manifestSchema,
  pr: prValue,
  report: reportValue,
  series: seriesFileSchema,
  variants: values.variantsValue,
  verify: values.verifyValue,
};

describe("schemas/", () => {
  const folder = join(packageRoot, "schemas");

  it("has one file per value that is printed or written, and no other", async () => {
    expect((await readdir(folder)).sort()).toEqual(Object.keys(schemas).map((name) => `${name}.json`));
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
