import type { Check } from "../check.ts";
import { applyCheck } from "./apply.ts";
import { biteCheck } from "./bite.ts";
import { buildCheck } from "./build.ts";
import { clusterCheck } from "./cluster.ts";
import { cmdrefCheck } from "./cmdref.ts";
import { fmtCheck } from "./fmt.ts";
import { helmCheck } from "./helm.ts";
import { lintCheck } from "./lint.ts";
import { scenarioCheck } from "./scenario.ts";
import { trafficCheck } from "./traffic.ts";
import { unitCheck } from "./unit.ts";
import { vetCheck } from "./vet.ts";

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
  clusterCheck,
];

export { clusterCheck, scenarioCheck, trafficCheck };
