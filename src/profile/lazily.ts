import type { FactValue, FactValues } from "./profile.ts";

/**
 * Values of these names, each asked for when it is read, every time. Nothing is asked for by listing the names.
 *
 * @param ask what a name's value is; its type is the caller's word.
 */
export function lazily<Values extends FactValues>(
  names: readonly string[],
  ask: (name: string) => FactValue,
): Values {
  const values = {};
  for (const name of names) Object.defineProperty(values, name, { enumerable: true, get: () => ask(name) });
  // Its properties were just defined, one for each name.
  return values as Values;
}
