import type { ClusterTrial } from "../../../verify/index.ts";
import type { NodeRouteFacts } from "../facts/facts.ts";
import { makeTrial, showingFault } from "../trial.ts";
import { argumentsOf } from "./arguments.ts";
import { inputOf, type PlannedCluster, planCluster } from "./plan.ts";
import { type ClusterRecord, readCluster } from "./records.ts";
import { judgeCluster } from "./verdicts.ts";

const trial = makeTrial<PlannedCluster, ClusterRecord>({
  companion: {
    name: "cluster",
    template: "cluster.go.hbs",
    testName: "",
    variable: "",
    marker: "CLUSTER",
  },
  plan: planCluster,
  inputOf,
  read: readCluster,
  judge: judgeCluster,
});

/** The setup of the report, with whole agents. */
export const cluster: ClusterTrial<ClusterRecord, NodeRouteFacts> = {
  ...trial,
  argumentsOf,
  onBase: (facts) =>
    showingFault(trial.onBase(facts), ({ run }) =>
      run.phases.flatMap(({ routes }) =>
        routes.map(({ node, routes: lines }) => `${node}: ${lines.join("; ")}`),
      ),
    ),
};
