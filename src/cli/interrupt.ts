import { setMaxListeners } from "node:events";

/** Exit code of an interrupted run: the shell's code for Ctrl-C. */
export const interruptedCode = 130;

/** npx forwards a Ctrl-C that the process has already received; a person needs longer for a second one. */
const echoMs = 200;

/**
 * Watches for Ctrl-C and for the end of the terminal. The first signal aborts, so that running programs are
 * stopped and temporary files removed; the next one ends the process at once.
 */
export function watchSignals(): AbortSignal {
  const abort = new AbortController();
  setMaxListeners(0, abort.signal);
  let firstMs: number | undefined;
  const receive = () => {
    if (firstMs !== undefined && performance.now() - firstMs > echoMs) process.exit(interruptedCode);
    firstMs ??= performance.now();
    abort.abort();
  };
  // Closing the terminal sends SIGHUP. The listeners stay: a library that restores the cursor ends the process
  // if it has the only listener.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, receive);
  return abort.signal;
}
