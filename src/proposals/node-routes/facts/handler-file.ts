import type { GoFile } from "../../../golang/index.ts";
import { type Found, only, type Sources } from "../../../profile/index.ts";
import { lineAt } from "../../../text/index.ts";
import { handlerType, paths } from "../paths.ts";

export const method = (name: string) => `func ${handlerType}.${name}`;

export function handler(sources: Sources, anchor: string) {
  return only(sources.go(paths.handler), paths.handler, anchor);
}

export function usesName(file: GoFile | undefined, name: string): Found<boolean> {
  if (!file) return { missing: `${paths.handler} does not exist` };
  const index = file.text.search(new RegExp(`\\b${name}\\b`));
  return { value: index !== -1, at: { path: file.path, line: index === -1 ? 1 : lineAt(file.text, index) } };
}
