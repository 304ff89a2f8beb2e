import { availableParallelism } from "node:os";
import { setFlagsFromString } from "node:v8";
import { Worker } from "node:worker_threads";
import type { Repository, RepositoryLocation } from "../checkout/index.ts";
import { type ErrorCode, PatchkitError } from "../errors.ts";
import type { Outcome, RenderedRef, RenderingHelper, RenderingJob } from "../matrix/index.ts";

/** The input of the thread. */
export interface ThreadInput {
  readonly job: RenderingJob;
  readonly repository: RepositoryLocation;
}

/** What the thread sends: a rendered ref, or why it stopped. Each ref is answered when its cells may leave. */
export type ThreadMessage = { readonly rendered: SentRef } | { readonly error: SentError };

/** An error sent between threads; otherwise it would lose its class and code. */
export interface SentError {
  readonly code?: ErrorCode;
  readonly hint?: string;
  readonly message: string;
  readonly stack?: string;
}

/** A rendered ref sent between threads. */
export interface SentRef extends Omit<RenderedRef, "outcomes"> {
  readonly outcomes: readonly (
    | Exclude<Outcome, { status: "refused" }>
    | { readonly status: "refused"; readonly error: SentError }
  )[];
}

/**
 * How far a heap may grow beyond what is in use until garbage is collected, in percent, as a flag of V8. With what V8
 * chooses, each of two heaps grew from 56 to 220 MB; so, 65 refs took a quarter less memory and no more time.
 */
const heapGrowth = "--heap-growing-percent=50";

/** Starts a second thread that renders refs of the job; not on a single core, where it would not help. */
export function startPlanningThread(
  repository: Repository,
  job: RenderingJob,
  done: (rendered: RenderedRef) => Promise<void>,
): ReturnType<RenderingHelper> {
  setFlagsFromString(heapGrowth);
  if (availableParallelism() < 2) return { finished: Promise.resolve(), stop: async () => {} };
  const { dir, gitDir, cloneObjectsDir, store } = repository;
  const workerData: ThreadInput = { job, repository: { dir, gitDir, cloneObjectsDir, store } };
  const worker = new Worker(new URL("./planning-worker.js", import.meta.url), { workerData });
  const finished = new Promise<void>((resolve, reject) => {
    worker.on("message", (message: ThreadMessage) => {
      if ("error" in message) reject(received(message.error));
      else done(receivedRef(message.rendered)).then(() => worker.postMessage("taken"), reject);
    });
    worker.on("error", reject);
    worker.on("exit", () => resolve());
  });
  // Callers that await it see the failure; until then it must not end the process.
  finished.catch(() => {});
  return {
    finished,
    async stop() {
      await worker.terminate();
    },
  };
}

/** A rendered ref as it can be sent. */
export function sentRef({ outcomes, ...ref }: RenderedRef): SentRef {
  return {
    ...ref,
    outcomes: outcomes.map((outcome) =>
      outcome.status === "refused" ? { status: "refused", error: sent(outcome.error) } : outcome,
    ),
  };
}

/** An error as it can be sent. */
export function sent(error: unknown): SentError {
  if (!(error instanceof Error)) return { message: String(error) };
  const { message, stack } = error;
  const words = stack === undefined ? { message } : { message, stack };
  if (!(error instanceof PatchkitError)) return words;
  return error.hint === undefined
    ? { ...words, code: error.code }
    : { ...words, code: error.code, hint: error.hint };
}

function receivedRef({ outcomes, ...ref }: SentRef): RenderedRef {
  return {
    ...ref,
    outcomes: outcomes.map((outcome): Outcome => {
      if (outcome.status !== "refused") return outcome;
      const error = received(outcome.error);
      if (!(error instanceof PatchkitError)) throw error;
      return { status: "refused", error };
    }),
  };
}

function received({ code, hint, message, stack }: SentError): Error {
  const error =
    code === undefined
      ? new Error(message)
      : new PatchkitError(code, message, hint === undefined ? {} : { hint });
  if (stack !== undefined) error.stack = stack;
  return error;
}
