import pc from "picocolors";

/** Output options chosen by the user. */
export interface PrintOptions {
  readonly json: boolean;
  readonly quiet: boolean;
  readonly color: boolean;
}

/** The only way out to the terminal: results on stdout, everything else on stderr. */
export interface Printer {
  readonly color: ReturnType<typeof pc.createColors>;
  /** Where animated output can go: stderr if it is a terminal and neither --quiet nor --json is given. */
  readonly screen: NodeJS.WriteStream | undefined;
  /** Prints the command's value with `--json`, otherwise the text for it. */
  result(value: unknown, words: () => string): void;
  /** Prints additional information during a run. */
  note(text: string): void;
  /** Prints a line that the next one replaces; only on a terminal. */
  progress(text: string): void;
  /** Prints output of a running program as it arrives. */
  tail(text: string): void;
}

/** Prints to the process. */
export function makePrinter(options: PrintOptions): Printer {
  const color = pc.createColors(options.color);
  const live = process.stderr.isTTY === true && !options.quiet && !options.json;
  const clear = () => {
    if (live) process.stderr.write("\r\x1b[K");
  };
  return {
    color,
    screen: live ? process.stderr : undefined,
    result(value, words) {
      clear();
      const text = options.json ? JSON.stringify(value, null, 2) : options.quiet ? "" : words();
      if (text !== "") process.stdout.write(text.endsWith("\n") ? text : `${text}\n`);
    },
    note(text) {
      clear();
      if (!options.quiet) process.stderr.write(`${text}\n`);
    },
    progress(text) {
      if (live) process.stderr.write(`\r\x1b[K${text}`);
    },
    tail(text) {
      clear();
      if (!options.quiet) process.stderr.write(text);
    },
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
