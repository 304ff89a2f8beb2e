import { PatchkitError } from "../errors.ts";
import { type ParamValues, resolveParams, type VariantSpec } from "../plan/index.ts";

/**
 * The params of a series on disk, as `--set` would give them: values are checked again, params that are new since
 * have their defaults, and `set` wins.
 *
 * @throws PatchkitError `usage/bad-param` where a value is none any more, `usage/unknown-param` where a param is gone.
 */
export function recordedParams(
  spec: VariantSpec,
  recorded: ParamValues,
  set: readonly string[],
): ParamValues {
  const settings = Object.entries(recorded).map(([name, value]) => `${spec.id}.${name}=${asText(value)}`);
  const own = set.filter((setting) => {
    const key = setting.split("=", 1)[0] ?? "";
    return !key.includes(".") || key.startsWith(`${spec.id}.`);
  });
  const values = resolveParams([spec], [...settings, ...own]).get(spec.id);
  if (!values) throw new PatchkitError("usage/unknown-variant", `no params for ${spec.id}`);
  return values;
}

function asText(value: ParamValues[string]): string {
  return typeof value === "object" ? value.join(",") : String(value);
}
