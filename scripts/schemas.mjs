// Writes schemas/*.json from the values that commands print and the files of a series; run `npm run build` before.
import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { bundleValue } from "../dist/cli/bundle-value.js";
import { discussValue } from "../dist/cli/discuss-value.js";
import { fetchValue } from "../dist/cli/fetch-value.js";
import { prValue } from "../dist/cli/pr-value.js";
import { reportValue } from "../dist/cli/report-value.js";
import * as values from "../dist/cli/values.js";
import { manifestSchema, seriesFileSchema } from "../dist/series/series-files.js";
import { evidenceSchema } from "../dist/verify/index.js";

const schemas = {
  generate: values.generateValue,
  "generate-cell": values.generateCell,
  inspect: values.inspectValue,
  variants: values.variantsValue,
  apply: values.applyValue,
  demo: values.demoValue,
  verify: values.verifyValue,
  doctor: values.doctorValue,
  report: reportValue,
  pr: prValue,
  discuss: discussValue,
  bundle: bundleValue,
  fetch: fetchValue,
  error: values.errorValue,
  series: seriesFileSchema,
  manifest: manifestSchema,
  evidence: evidenceSchema,
};

const folder = fileURLToPath(new URL("../schemas", import.meta.url));
mkdirSync(folder, { recursive: true });
for (const [name, schema] of Object.entries(schemas))
  writeFileSync(`${folder}/${name}.json`, `${JSON.stringify(z.toJSONSchema(schema), null, 2)}\n`);
