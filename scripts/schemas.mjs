// Writes schemas/*.json from the values that commands print and the files of a series; run `npm run build` before.
import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import * as values from "../dist/cli/values.js";
import { manifestSchema, seriesFileSchema } from "../dist/series/series-files.js";

const schemas = {
  generate: values.generateValue,
  inspect: values.inspectValue,
  variants: values.variantsValue,
  apply: values.applyValue,
  demo: values.demoValue,
  error: values.errorValue,
  series: seriesFileSchema,
  manifest: manifestSchema,
};

const folder = fileURLToPath(new URL("../schemas", import.meta.url));
mkdirSync(folder, { recursive: true });
for (const [name, schema] of Object.entries(schemas))
  writeFileSync(`${folder}/${name}.json`, `${JSON.stringify(z.toJSONSchema(schema), null, 2)}\n`);
