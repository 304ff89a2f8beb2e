import { PatchkitError } from "../errors.ts";
import { stackId } from "../plan/index.ts";

/** What `--variant` names: with `--stack`, one stack of them. @throws PatchkitError `usage/bad-argument`. */
export function stackedVariants(
  named: readonly string[] | undefined,
  isStack: boolean,
): string[] | undefined {
  if (!isStack) return named && [...named];
  if (named && named.length > 1) return [stackId(named)];
  throw new PatchkitError(
    "usage/bad-argument",
    `--stack: expected two or more variants in their order, found ${named?.[0] ?? "none"}`,
    { hint: "Name them on the command line: --variant a --variant b --stack." },
  );
}
