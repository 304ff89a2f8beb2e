/** What a long run tells its printer. */
export interface RunPrinter {
  /** A line that the next one replaces, on a terminal; nothing elsewhere. */
  progress(text: string): void;
  note(text: string): void;
  /** Defined on a terminal. */
  readonly screen: unknown;
}

/** Time between two lines in a log. */
const logEveryMs = 5_000;
/** A shorter run has no line in a log. */
const longRunMs = 20_000;

/**
 * Tells how far a run is, with elapsed and remaining time: on a terminal after each ref, in a log a line every few
 * seconds, so that a short run has none.
 *
 * @param total refs of the run. @param now a clock in milliseconds.
 * @returns to be called when refs are done: their number, and the name of the last.
 */
export function makeRunProgress(
  printer: RunPrinter,
  total: number,
  now: () => number,
): (count: number, ref: string) => void {
  const startMs = now();
  let done = 0;
  let toldMs = startMs + longRunMs - logEveryMs;
  return (count, ref) => {
    done += count;
    const elapsedMs = now() - startMs;
    const leftMs = (elapsedMs / done) * (total - done);
    const text = `${done}/${total}  ${ref}  ${duration(elapsedMs)}, about ${duration(leftMs)} left`;
    if (printer.screen !== undefined) return printer.progress(text);
    if (now() - toldMs < logEveryMs || done >= total) return;
    toldMs = now();
    printer.note(text);
  };
}

/** `8 s`, `2 min 5 s`, `1 h 2 min`. */
export function duration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? `${minutes} min ${seconds % 60} s`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
