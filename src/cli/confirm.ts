import { confirm, isCancel } from "@clack/prompts";
import { PatchkitError } from "../errors.ts";
import type { Session } from "./workshop.ts";

/**
 * Asks on a terminal whether to go on.
 *
 * @throws PatchkitError `usage/not-confirmed` where nobody can be asked, or the answer is no.
 */
export async function assertConfirmed(
  { signal }: Session,
  question: string,
  { isTerminal, yes }: { readonly isTerminal: boolean; readonly yes: boolean },
): Promise<void> {
  if (yes) return;
  if (!isTerminal)
    throw notConfirmed(
      "found no terminal to ask on",
      "Look at the plan with --dry-run, then go on with --yes.",
    );
  const answer = await confirm({ message: question, initialValue: false, signal });
  if (isCancel(answer) || !answer) throw notConfirmed("found a no", "Nothing was changed.");
}

function notConfirmed(found: string, hint: string): PatchkitError {
  return new PatchkitError(
    "usage/not-confirmed",
    `expected a yes before anything is changed on GitHub, ${found}`,
    { hint },
  );
}
