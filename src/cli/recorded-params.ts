import { type ParamValues, paramsOfPart, partIds, resolveParams, type Stack } from "../plan/index.ts";

/**
 * The params of a series on disk by variant, as `--set` would give them: values are checked again, params that are new
 * since have their defaults, and `set` wins.
 *
 * @throws PatchkitError `usage/bad-param` where a value is none any more, `usage/unknown-param` where a param is gone.
 */
export function recordedParams(
  { id, parts }: Stack,
  recorded: ParamValues,
  set: readonly string[],
): Map<string, ParamValues> {
  const specs = parts.map(({ spec }) => spec);
  const own = set.filter((setting) => {
    const [owner = "", ...rest] = (setting.split("=", 1)[0] ?? "").split(".");
    return rest.length === 0 || specs.some((spec) => spec.id === owner);
  });
  return resolveParams(specs, [...recordedSettings(id, recorded), ...own]);
}

/** The params of a series, as arguments of `--set`. @param id of its variant or stack. */
export function recordedSettings(id: string, recorded: ParamValues): string[] {
  return partIds(id).flatMap((part) =>
    Object.entries(paramsOfPart(id, recorded, part)).map(
      ([name, value]) => `${part}.${name}=${asText(value)}`,
    ),
  );
}

function asText(value: ParamValues[string]): string {
  return typeof value === "object" ? value.join(",") : String(value);
}
