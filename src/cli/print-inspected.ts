import { exit } from "./failure.ts";
import type { Printer } from "./printer.ts";

/** What is printed of a ref, or why nothing could be read of it. */
interface Inspected {
  readonly ref: string;
  /** Null for a ref that names no commit. */
  readonly sha: string | null;
  /** Null unless it was refused. */
  readonly code: string | null;
  readonly reason: string | null;
}

/** Prints what was found out about refs, and returns the exit code. */
export function printInspected<Result extends Inspected>(
  printer: Printer,
  value: { readonly results: readonly Result[] },
  words: (result: Result, printer: Printer) => string,
): number {
  const refused = value.results.filter(({ code }) => code !== null);
  printer.result(
    value,
    () => value.results.map((result) => words(result, printer)).join("\n\n"),
    () => refused.map(({ ref, code, reason }) => `${ref}: ${code}: ${reason}`),
  );
  // A ref that names no commit is a mistake in the command line.
  if (refused.some(({ sha }) => sha === null)) return exit.environment;
  return refused.length > 0 ? 1 : 0;
}
