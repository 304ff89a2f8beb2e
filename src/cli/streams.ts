/** Watches stdout and stderr, so that what is wrong with them never ends the process with a stack. */
export interface Streams {
  /** Waits until everything is written; returns why stdout did not take it, undefined where all went well. */
  flush(): Promise<NodeJS.ErrnoException | undefined>;
}

/**
 * Watches the streams of the process. A reader that has enough, as `head`, is no failure, and nobody can be told
 * of what stderr does not take.
 */
export function watchStreams(): Streams {
  let failure: NodeJS.ErrnoException | undefined;
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") failure ??= error;
  });
  process.stderr.on("error", () => {});
  return {
    async flush() {
      await new Promise<void>((resolve) => process.stdout.write("", () => resolve()));
      // The stream reports a failure after the call that it concerns.
      await new Promise<void>((resolve) => setImmediate(resolve));
      return failure;
    },
  };
}
