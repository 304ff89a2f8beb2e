import { exit } from "./failure.ts";
import type { Printer } from "./printer.ts";

/** What is known of a ref, or why nothing is. */
interface Result {
  readonly ref: string;
  /** Null if it names no commit. */
  readonly sha: string | null;
  readonly code: string | null;
  readonly reason: string | null;
}

/** Prints what was found of each ref, and gives the exit code. */
export function endInspect<One extends Result>(
  printer: Printer,
  value: { readonly results: readonly One[] },
  words: (result: One) => string,
): number {
  const refused = value.results.filter(({ code }) => code !== null);
  printer.result(
    value,
    () => value.results.map(words).join("\n\n"),
    () => refused.map(({ ref, code, reason }) => `${ref}: ${code}: ${reason}`),
  );
  // A ref that names no commit is a mistake in the command line.
  if (refused.some(({ sha }) => sha === null)) return exit.environment;
  return refused.length > 0 ? 1 : 0;
}
