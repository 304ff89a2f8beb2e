import { type Checkout, listIfFolder } from "../checkout/index.ts";
import { conditionsOf } from "../edit/index.ts";
import type { Variant } from "./load-templates.ts";
import type { View } from "./view.ts";

const pattern = /^!?(file (.+))$/;

/** Whether a condition asks the commit for a file, such as `file Documentation/index.rst`, and not the view. */
export function isFileCondition(condition: string): boolean {
  return pattern.test(condition);
}

/**
 * The answers to all conditions of a variant that ask for a file, by condition: a release without a chart, say, has
 * nothing to edit there, which no fact has to tell.
 */
export async function askForFiles({ commits }: Variant, checkout: Checkout): Promise<View> {
  const conditions = commits
    .flatMap(({ message, edits }) => [message, ...edits])
    .flatMap(({ source }) => conditionsOf(source));
  const asked = new Map(
    conditions.flatMap((condition) => {
      const [, name = "", path = ""] = pattern.exec(condition) ?? [];
      return name === "" ? [] : [[name, path] as const];
    }),
  );
  const answers = [...asked].map(async ([name, path]) => [name, await hasFile(checkout, path)] as const);
  return Object.fromEntries(await Promise.all(answers));
}

async function hasFile(checkout: Checkout, path: string): Promise<boolean> {
  const slash = path.lastIndexOf("/");
  const entries = await listIfFolder(checkout, slash === -1 ? "" : path.slice(0, slash));
  return entries.some(({ name, isFile }) => isFile && name === path.slice(slash + 1));
}
