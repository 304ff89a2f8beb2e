// Writes schemas/*.json from the values that commands print and the files of a series; run `npm run build` before.
import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { adviseValue } from "../dist/cli/advise-value.js";
import { bundleValue } from "../dist/cli/bundle-value.js";
import { checkVariantsValue } from "../dist/cli/check-variants-value.js";
import { completionValue } from "../dist/cli/completion-value.js";
import { configSchema } from "../dist/cli/config-file.js";
import { discussValue } from "../dist/cli/discuss-value.js";
import { driftValue } from "../dist/cli/drift-value.js";
import { emitValue } from "../dist/cli/emit-value.js";
import { fetchValue } from "../dist/cli/fetch-value.js";
import { imageValue } from "../dist/cli/image-value.js";
import { inspectCoverageValue } from "../dist/cli/inspect-coverage-value.js";
import { inspectViewValue } from "../dist/cli/inspect-view-value.js";
import { newValue } from "../dist/cli/new-value.js";
import { prValue } from "../dist/cli/pr-value.js";
import { refreshValue } from "../dist/cli/refresh-value.js";
import { reportValue } from "../dist/cli/report-value.js";
import * as values from "../dist/cli/values.js";
import { verifyCell } from "../dist/cli/verify-cell.js";
import { manifestSchema, seriesFileSchema } from "../dist/series/series-files.js";
import { evidenceSchema } from "../dist/verify/index.js";

const schemas = {
  advise: adviseValue,
  generate: values.generateValue,
  "generate-cell": values.generateCell,
  inspect: values.inspectValue,
  "inspect-drift": driftValue,
  "inspect-coverage": inspectCoverageValue,
  "inspect-view": inspectViewValue,
  variants: values.variantsValue,
  "variants-check": checkVariantsValue,
  config: configSchema,
  new: newValue,
  apply: values.applyValue,
  demo: values.demoValue,
  verify: values.verifyValue,
  "verify-cell": verifyCell,
  doctor: values.doctorValue,
  refresh: refreshValue,
  report: reportValue,
  pr: prValue,
  discuss: discussValue,
  bundle: bundleValue,
  fetch: fetchValue,
  image: imageValue,
  emit: emitValue,
  completion: completionValue,
  error: values.errorValue,
  series: seriesFileSchema,
  manifest: manifestSchema,
  evidence: evidenceSchema,
};

const folder = fileURLToPath(new URL("../schemas", import.meta.url));
mkdirSync(folder, { recursive: true });
for (const [name, schema] of Object.entries(schemas))
  writeFileSync(`${folder}/${name}.json`, `${JSON.stringify(z.toJSONSchema(schema), null, 2)}\n`);
