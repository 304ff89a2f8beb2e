import { editedMethods } from "./facts/handler.ts";
import { siblings } from "./facts/option.ts";
import { handlerType } from "./paths.ts";

/** Identifiers of Cilium's that only this proposal knows. */
export const ciliumWords: readonly string[] = [
  handlerType,
  ...editedMethods,
  ...siblings.flatMap((sibling) => Object.values(sibling)),
];
