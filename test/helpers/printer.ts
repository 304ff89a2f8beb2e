import pc from "picocolors";
import type { Printer, Told } from "../../src/cli/printer.ts";

/** A printer that keeps what it is given. */
export function silentPrinter(): {
  readonly printer: Printer;
  readonly told: Told[];
  readonly values: unknown[];
  readonly words: string[];
} {
  const told: Told[] = [];
  const values: unknown[] = [];
  const words: string[] = [];
  const printer: Printer = {
    color: pc.createColors(false),
    screen: undefined,
    result: (value, text) => {
      values.push(value);
      words.push(text());
    },
    line: (value) => values.push(value),
    note: (text) => words.push(text),
    progress: () => {},
    tail: () => {},
    error: (one) => told.push(one),
    shown: (text) => text,
  };
  return { printer, told, values, words };
}
