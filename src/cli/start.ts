#!/usr/bin/env node
// The program's entry: it imports almost nothing, so that signals are handled before the other modules load.
import { watchSignals } from "./interrupt.ts";

const signal = watchSignals();
const loaded = await import("./main.ts").catch((cause: NodeJS.ErrnoException) => {
  if (cause.code !== "EMFILE" && cause.code !== "ENFILE") throw cause;
  // What else says this is among the modules that could not be loaded.
  process.stderr.write(
    `cilium-patchkit: environment/system: expected to open ${cause.path}, found too many open files\n` +
      "  Raise the limit, for example with `ulimit -n 1024`.\n",
  );
  process.exitCode = 2;
});
await loaded?.main(signal);
