#!/usr/bin/env node
// The program's entry: it imports almost nothing, so that signals are handled before the other modules load.
import { watchSignals } from "./interrupt.ts";

const signal = watchSignals();
const { main } = await import("./main.ts");
await main(signal);
