import pc from "picocolors";
import supportsHyperlinks from "supports-hyperlinks";
import { linkedText } from "./linked-text.ts";
import { schemaVersion } from "./schema-version.ts";
import { visibleJson, visibleText } from "./visible-text.ts";

/** Output options chosen by the user. */
export interface PrintOptions {
  readonly json: boolean;
  /** JSON on a line each, as it comes. */
  readonly lines?: boolean;
  readonly quiet: boolean;
  readonly color: boolean;
}

/** What went wrong, as the user is told. */
export interface Told {
  readonly code: string;
  readonly message: string;
  readonly hint?: string | undefined;
}

/**
 * The only way out to the terminal: results on stdout, everything else on stderr. Control characters in any
 * text are written out.
 */
export interface Printer {
  readonly color: ReturnType<typeof pc.createColors>;
  /** Where animated output can go: stderr if it is a terminal and neither --quiet nor --json is given. */
  readonly screen: NodeJS.WriteStream | undefined;
  /**
   * Prints the command's value with `--json`, otherwise the text for it.
   *
   * @param problems lines that `--quiet` prints instead: refusals and failed checks.
   */
  result(value: unknown, words: () => string, problems?: () => readonly string[]): void;
  /** Prints a value as JSON on one line. */
  line(value: unknown): void;
  /** Prints additional information during a run. */
  note(text: string): void;
  /** Prints a line that the next one replaces; only on a terminal. */
  progress(text: string): void;
  /** Prints output of a running program as it arrives. */
  tail(text: string): void;
  /** Prints why a run ended, on stdout as JSON with `--json`. */
  error(told: Told): void;
  /** Text as it is shown, for libraries that print by themselves. */
  shown(text: string): string;
}

/** Prints to the process. */
export function makePrinter(options: PrintOptions): Printer {
  const color = pc.createColors(options.color);
  const live =
    process.stderr.isTTY === true && process.env["TERM"] !== "dumb" && !options.quiet && !options.json;
  // The library also listens to FORCE_HYPERLINK, which would put links into pipes.
  const showsLinks = options.color && process.stdout.isTTY === true && supportsHyperlinks.stdout;
  const linked = (text: string, value: unknown) => (showsLinks ? linkedText(text, value) : text);
  const clear = () => {
    if (live) process.stderr.write("\r\x1b[K");
  };
  const tell = (text: string) => {
    process.stderr.write(`${visibleText(text, false)}\n`);
  };
  return {
    color,
    screen: live ? process.stderr : undefined,
    result(value, words, problems = () => []) {
      clear();
      if (options.quiet && !options.json) {
        for (const problem of problems()) tell(problem);
        return;
      }
      const text = options.json ? visibleJson(value) : linked(visibleText(words(), options.color), value);
      if (text !== "") process.stdout.write(text.endsWith("\n") ? text : `${text}\n`);
    },
    line(value) {
      process.stdout.write(`${visibleJson(value, 0)}\n`);
    },
    note(text) {
      clear();
      if (!options.quiet) tell(text);
    },
    progress(text) {
      const line = visibleText(text.replace(/\n/g, " "), false).slice(0, (process.stderr.columns || 80) - 1);
      if (live) process.stderr.write(`\r\x1b[K${line}`);
    },
    tail(text) {
      clear();
      if (!options.quiet) process.stderr.write(visibleText(text.replace(/\r\n/g, "\n"), false));
    },
    error({ code, message, hint }) {
      clear();
      if (options.json) {
        const value = { schema: schemaVersion, error: { code, message, hint: hint ?? null } };
        process.stdout.write(`${visibleJson(value, options.lines ? 0 : 2)}\n`);
        return;
      }
      tell(`cilium-patchkit: ${code}: ${message}${hint === undefined ? "" : `\n  ${hint}`}`);
    },
    shown: (text) => visibleText(text, false),
  };
}

/** Aligns rows in columns, two spaces apart; cells may contain colour codes. */
export function table(rows: readonly (readonly string[])[]): string {
  const visible = (cell: string) => cell.replace(/\x1b\[\d+m/g, "").length;
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, index) =>
    Math.max(...rows.map((row) => visible(row[index] ?? ""))),
  );
  return rows
    .map((row) =>
      row
        .map((cell, index) => cell + " ".repeat((widths[index] ?? 0) - visible(cell)))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
