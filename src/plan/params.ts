import { createHash } from "node:crypto";
import { PatchkitError } from "../errors.ts";
import { suggestion } from "../text/index.ts";
import type { ParamValues } from "./plan.ts";
import type { ParamSpec, VariantSpec } from "./variant.ts";

const flagPattern = /^[a-z][a-z0-9-]{1,62}$/;

/**
 * Assigns `--set [variant.]key=value` settings to variants. A bare key must belong to one of the
 * chosen variants only.
 *
 * @returns every param of every chosen variant, by variant id.
 * @throws PatchkitError `usage/unknown-param`, `usage/bad-param`.
 */
export function resolveParams(
  variants: readonly VariantSpec[],
  settings: readonly string[],
): Map<string, ParamValues> {
  const chosen = new Map(variants.map((variant) => [variant.id, defaultsOf(variant)]));
  for (const setting of settings) {
    const { variant, param, text } = locate(variants, setting);
    const values = chosen.get(variant.id) ?? {};
    chosen.set(variant.id, { ...values, [param.name]: parseValue(variant, param, text) });
  }
  return chosen;
}

/** Every param of a variant with its default. */
export function defaultsOf(variant: VariantSpec): ParamValues {
  return Object.fromEntries(variant.params.map((param) => [param.name, param.default]));
}

function locate(variants: readonly VariantSpec[], setting: string) {
  const equals = setting.indexOf("=");
  if (equals === -1) {
    throw new PatchkitError(
      "usage/bad-param",
      `expected --set [variant.]key=value, found ${JSON.stringify(setting)}`,
    );
  }
  const key = setting.slice(0, equals);
  const dot = key.indexOf(".");
  const [id, name] = dot === -1 ? [undefined, key] : [key.slice(0, dot), key.slice(dot + 1)];
  const owners = variants.flatMap((variant) =>
    variant.params
      .filter((param) => param.name === name && (id ?? variant.id) === variant.id)
      .map((param) => ({ variant, param })),
  );
  const [owner] = owners;
  if (!owner) throw unknownParam(variants, key);
  if (owners.length > 1) {
    const ids = owners.map(({ variant }) => variant.id);
    throw new PatchkitError(
      "usage/unknown-param",
      `expected a param of one variant, found "${name}" in ${ids.join(" and ")}`,
      {
        hint: `Name the variant: --set ${ids[0]}.${name}=…`,
      },
    );
  }
  return { ...owner, text: setting.slice(equals + 1) };
}

function unknownParam(variants: readonly VariantSpec[], key: string): PatchkitError {
  const known = variants.flatMap((variant) => variant.params.map((param) => `${variant.id}.${param.name}`));
  const dot = key.indexOf(".");
  const named = variants.filter(({ id }) => dot === -1 || id === key.slice(0, dot));
  const names = named.flatMap((variant) => variant.params.map(({ name }) => name));
  return new PatchkitError(
    "usage/unknown-param",
    `expected one of the params ${known.join(", ") || "(none)"}, found "${key}"`,
    {
      hint: suggestion(
        key.slice(dot + 1),
        names,
        "`cilium-patchkit variants` lists the params and their defaults.",
      ),
    },
  );
}

function parseValue(variant: VariantSpec, param: ParamSpec, text: string): ParamValues[string] {
  const refuse = (expected: string, hint = param.meaning) =>
    new PatchkitError(
      "usage/bad-param",
      `--set ${variant.id}.${param.name}: expected ${expected}, found ${JSON.stringify(text)}`,
      {
        hint,
      },
    );
  switch (param.type) {
    case "flag":
      if (!flagPattern.test(text) || text.endsWith("-") || text.includes("--")) {
        throw refuse("a flag name: a lower-case letter, then letters, digits and single dashes, 63 at most");
      }
      return text;
    case "boolean":
      if (text !== "true" && text !== "false") throw refuse("true or false");
      return text === "true";
    case "choice": {
      const choices = param.choices ?? [];
      if (choices.includes(text)) return text;
      throw refuse(`one of ${choices.join(", ")}`, suggestion(text, choices, param.meaning));
    }
    case "list": {
      const values = text.split(",").map((value) => value.trim());
      const choices = param.choices ?? [];
      const unknown = values.find((value) => !choices.includes(value));
      if (unknown !== undefined)
        throw refuse(
          `a comma-separated list of ${choices.join(", ")}`,
          suggestion(unknown, choices, param.meaning),
        );
      return choices.filter((choice) => values.includes(choice));
    }
  }
}

/** Suffix of a series' folder name: `+<8 hex>` for params that are not the default, else "". */
export function paramSuffix(defaults: ParamValues, values: ParamValues): string {
  const changed = Object.entries(defaults)
    .filter(([name, value]) => JSON.stringify(values[name]) !== JSON.stringify(value))
    .map(([name]) => [name, values[name]]);
  if (changed.length === 0) return "";
  return `+${createHash("sha256").update(JSON.stringify(changed)).digest("hex").slice(0, 8)}`;
}
