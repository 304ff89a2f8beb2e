import { PatchkitError } from "../errors.ts";
import { resolveParams, type Variant } from "../plan/index.ts";
import { suggestion } from "../text/index.ts";
import { badConfig, type Config } from "./config-file.ts";

/** What a configuration file presets for variants. */
export interface Presets {
  readonly path: string;
  /** Whether it also chose the variants. */
  readonly hasVariants: boolean;
  readonly set: NonNullable<Config["set"]>;
}

/**
 * The params of a configuration file for the chosen variants, as settings of `--set`.
 *
 * @param all every variant there is: the file may have params of those that are not chosen.
 * @throws PatchkitError `usage/bad-config` for an unknown variant or param, or a value that is none.
 */
export function settingsOf(
  { path, set }: Presets,
  chosen: readonly Variant[],
  all: readonly Variant[],
): string[] {
  const known = all.map(({ spec }) => spec.id);
  const unknown = Object.keys(set).find((id) => !known.includes(id));
  if (unknown !== undefined) {
    const words = `set: expected one of the variants ${known.join(", ")}, found ${JSON.stringify(unknown)}`;
    throw badConfig(path, words, suggestion(unknown, known, ""));
  }
  const settings = all.flatMap(({ spec }) =>
    Object.entries(set[spec.id] ?? {}).map(([name, value]) => ({
      id: spec.id,
      setting: `${spec.id}.${name}=${[value].flat().join(",")}`,
    })),
  );
  const specs = all.map(({ spec }) => spec);
  fromConfig(path, () =>
    resolveParams(
      specs,
      settings.map(({ setting }) => setting),
    ),
  );
  return settings.filter(({ id }) => chosen.some(({ spec }) => spec.id === id)).map(({ setting }) => setting);
}

/** Lets what `work` refuses be said of the configuration file. */
export function fromConfig<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    if (!(cause instanceof PatchkitError)) throw cause;
    const words = cause.message.replace(/^--set (\S+):/, "set.$1:");
    throw badConfig(path, words, cause.hint, cause);
  }
}
