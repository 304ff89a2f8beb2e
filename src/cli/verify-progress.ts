import { Listr, ListrLogger, ProcessOutput } from "listr2";
import {
  type CheckOutcome,
  isUnsettled,
  type Subject,
  type VerifyEvent,
  type VerifyProgress,
} from "../verify/index.ts";
import type { Printer } from "./printer.ts";

/** Receives events while checks run. */
export interface ProgressView {
  readonly told: VerifyProgress;
  /** Stops the animated output. */
  end(): Promise<void>;
}

const tickMs = 1_000;

/** One line per check, for logs and files. */
export function plainProgress(printer: Printer): ProgressView {
  return {
    told(event) {
      if (event.kind === "ended") printer.note(`${labelOf(event.subject)}  ${wordsOf(event)}`);
    },
    async end() {},
  };
}

/**
 * One line per series that shows its progress on a terminal: waiting, the running check and its duration,
 * the results.
 *
 * @param subjects in the order in which they are verified.
 */
export function liveProgress(
  subjects: readonly Subject[],
  stream: NodeJS.WriteStream,
  printer: Pick<Printer, "shown">,
): ProgressView {
  const rows = subjects.map((subject) => liveRow(printer.shown(labelOf(subject))));
  const list = new Listr(
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
  const shown = list.run();
  return {
    told(event) {
      rows[subjects.indexOf(event.subject)]?.tell(event);
    },
    async end() {
      for (const row of rows) row.stop();
      await shown;
    },
  };
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
