import { join } from "node:path";
import { z } from "zod";
import { packageRoot } from "../host/assets.ts";
import { readText } from "../host/files.ts";
import { type DescribedName, nameOfParam, type Variant } from "../plan/index.ts";

const meanings = z.record(z.string(), z.record(z.string(), z.string()));

/** What names in templates mean: `common` ones, and those of each proposal by its id. */
export type Meanings = z.infer<typeof meanings>;

/** Reads what `scripts/reference.mjs` wrote from the docstrings. */
export async function readMeanings(): Promise<Meanings> {
  return meanings.parse(JSON.parse(await readText(join(packageRoot, "templates/names.json"))));
}

/** What a name of a variant's view means, in a sentence; "" if nothing says so. */
export function meaningOf(
  { proposal, spec }: Variant,
  { name, origin }: Pick<DescribedName, "name" | "origin">,
  known: Meanings,
): string {
  if (origin === "param") return spec.params.find((param) => nameOfParam(param.name) === name)?.meaning ?? "";
  const group = origin === "fact" || origin === "derived" ? proposal : "common";
  return known[group]?.[name] ?? "";
}
