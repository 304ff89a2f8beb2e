import { Listr, ListrLogger, ProcessOutput } from "listr2";
import {
  type CheckOutcome,
  isUnsettled,
  type Subject,
  type VerifyEvent,
  type VerifyProgress,
} from "../verify/index.ts";
import type { Printer } from "./printer.ts";
import { duration } from "./run-progress.ts";

/** Receives events while checks run. */
export interface ProgressView {
  readonly told: VerifyProgress;
  /** Stops the animated output. */
  end(): Promise<void>;
}

const tickMs = 1_000;

/** Says how far a run is whenever the next base begins, with elapsed and remaining time. */
export type Pace = (ref: string) => void;

/** @param total bases of the run; a run with one says nothing. @param now a clock in milliseconds. */
export function makePace(printer: Pick<Printer, "note">, total: number, now: () => number): Pace {
  const startMs = now();
  let begun = 0;
  return (ref) => {
    const done = begun++;
    if (total < 2) return;
    const elapsedMs = now() - startMs;
    const left = done === 0 ? "" : `, about ${duration((elapsedMs / done) * (total - done))} left`;
    printer.note(`${begun}/${total}  ${ref}  ${duration(elapsedMs)}${left}`);
  };
}

/** One line per check, for logs and files. */
export function plainProgress(pace: Pace, printer: Printer): ProgressView {
  return {
    told(event) {
      if (event.kind === "preparing") pace(event.subjects[0]?.ref ?? "");
      if (event.kind === "ended") printer.note(`${labelOf(event.subject)}  ${wordsOf(event)}`);
    },
    async end() {},
  };
}

/**
 * One line per series of the base that is being verified, which shows its progress on a terminal: waiting, the running
 * check and its duration, the results. Lines of bases that are done stay above.
 */
export function liveProgress(
  pace: Pace,
  stream: NodeJS.WriteStream,
  printer: Pick<Printer, "shown">,
): ProgressView {
  let rows = new Map<Subject, LiveRow>();
  let shown: Promise<unknown> = Promise.resolve();
  const stop = () => {
    for (const row of rows.values()) row.stop();
  };
  return {
    told(event) {
      if (event.kind !== "preparing") {
        rows.get(event.subject)?.tell(event);
        return;
      }
      stop();
      const { subjects } = event;
      const begun = new Map(subjects.map((subject) => [subject, liveRow(printer.shown(labelOf(subject)))]));
      begun.get(subjects[0] as Subject)?.tell(event);
      rows = begun;
      // A list ends only after its last line is drawn; the next one must not begin before.
      shown = shown.then(() => {
        pace(subjects[0]?.ref ?? "");
        return listOf([...begun.values()], stream).run();
      });
    },
    async end() {
      stop();
      await shown;
    },
  };
}

function listOf(rows: readonly LiveRow[], stream: NodeJS.WriteStream) {
  return new Listr(
    rows.map(({ title, run }) => ({ title, task: (_, task) => run(task) })),
    {
      // The program handles Ctrl-C itself and stops what is running.
      registerSignalListeners: false,
      exitOnError: false,
      rendererOptions: {
        logger: new ListrLogger({
          processOutput: new ProcessOutput(stream, stream, { leaveEmptyLine: false }),
        }),
      },
    },
  );
}

/** The writable part of a task of the list. */
interface ShownRow {
  title: string;
  output: string;
}

const preparing = "preparing the tree";

interface LiveRow {
  readonly title: string;
  /** Shows the row until it is stopped or its last check has ended. */
  run(task: ShownRow): Promise<void>;
  tell(event: VerifyEvent): void;
  stop(): void;
}

function liveRow(title: string): LiveRow {
  const outcomes = new Map<CheckOutcome, number>();
  /** Start times of running work. */
  const doing = new Map<string, number>();
  let isWhole = false;
  let stop = () => {};
  const ended = new Promise<void>((resolve) => {
    stop = resolve;
  });
  return {
    title,
    async run(task) {
      const show = () => {
        const words = [...doing].map(
          ([what, since]) => `${what}  ${((performance.now() - since) / 1000).toFixed(0)} s`,
        );
        if (words.length > 0) task.output = words.join(", ");
      };
      const timer = setInterval(show, tickMs);
      await ended;
      clearInterval(timer);
      const words = [...outcomes].map(([outcome, count]) => `${count} ${outcome}`);
      const said = `${title}  ${[...words, ...(isWhole ? [] : ["stopped"])].join(", ")}`;
      // The list shows a cross for a thrown error.
      if (!isWhole || [...outcomes.keys()].some(isUnsettled)) throw new Error(said);
      task.title = said;
    },
    tell(event) {
      if (event.kind === "preparing") {
        doing.set(preparing, performance.now());
        return;
      }
      doing.delete(preparing);
      const what = `${event.index}/${event.total}  ${event.check}${commitWords(event)}`;
      if (event.kind === "started") {
        doing.set(what, performance.now());
        return;
      }
      doing.delete(what);
      outcomes.set(event.result.outcome, (outcomes.get(event.result.outcome) ?? 0) + 1);
      isWhole = [...outcomes.values()].reduce((sum, count) => sum + count) === event.total;
      if (isWhole) stop();
    },
    stop: () => stop(),
  };
}

function labelOf({ slug, variant }: Subject): string {
  return `${slug}  ${variant}`;
}

function commitWords({ commit }: { readonly commit: number | null }): string {
  return commit === null ? "" : ` (commit ${commit})`;
}

function wordsOf(event: Extract<VerifyEvent, { readonly kind: "ended" }>): string {
  const { index, total, check, result } = event;
  const time = `${(result.timeMs / 1000).toFixed(1)} s${result.cached ? ", cached" : ""}`;
  return `${index}/${total}  ${check}${commitWords(event)}  ${result.outcome}  ${time}`;
}
