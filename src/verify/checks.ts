import type { Check } from "./check.ts";
import { applyCheck } from "./check-apply.ts";
import { biteCheck } from "./check-bite.ts";
import { buildCheck } from "./check-build.ts";
import { cmdrefCheck } from "./check-cmdref.ts";
import { fmtCheck } from "./check-fmt.ts";
import { helmCheck } from "./check-helm.ts";
import { lintCheck } from "./check-lint.ts";
import { scenarioCheck } from "./check-scenario.ts";
import { trafficCheck } from "./check-traffic.ts";
import { unitCheck } from "./check-unit.ts";
import { vetCheck } from "./check-vet.ts";

/** All checks, in the order they run: cheap ones first. */
export const checks: readonly Check[] = [
  applyCheck,
  fmtCheck,
  vetCheck,
  buildCheck,
  unitCheck,
  cmdrefCheck,
  helmCheck,
  lintCheck,
  scenarioCheck,
  trafficCheck,
  biteCheck,
];
