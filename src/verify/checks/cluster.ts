import { clusterRun } from "../cluster-run.ts";
import { clusterSource, runCluster } from "../run-cluster.ts";
import { trialCheck } from "../trial-check.ts";

/**
 * The report with whole agents: four of them, built from the base and from the patched tree, with their BPF programs
 * and etcd, in namespaces of their own. A VM behind a node that node B does not know as the way to the shared prefix
 * asks a server on node B's host.
 */
export const clusterCheck = trialCheck({
  id: "cluster",
  words: "the report with four whole agents",
  run: clusterRun,
  trialOf: ({ cluster }) => cluster,
  onRequest: true,
  runsAgents: true,
  program: { source: clusterSource, run: runCluster },
});
