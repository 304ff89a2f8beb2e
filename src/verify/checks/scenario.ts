import { scenarioRun } from "../scenario-run.ts";
import { trialCheck } from "../trial-check.ts";

/**
 * Runs the shared-subnet scenario on the handler itself, only through node events, and checks the kernel's
 * routes after each event on the unpatched tree and with the series.
 */
export const scenarioCheck = trialCheck({
  id: "scenario",
  words: "kernel routes, event by event",
  run: scenarioRun,
  trialOf: ({ scenario }) => scenario,
});
