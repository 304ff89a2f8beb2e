import { buildPaths, ciliumModule, type GoPackage } from "../../profile/index.ts";

/** Paths in Cilium that the probes read; several paths if a file moved, newest last. */
export const paths = {
  handlerDir: "pkg/datapath/linux",
  handler: "pkg/datapath/linux/node.go",
  handlerTest: "pkg/datapath/linux/node_linux_test.go",
  linuxDefaults: "pkg/datapath/linux/linux_defaults/linux_defaults.go",
  cidr: "pkg/cidr/cidr.go",
  route: "pkg/datapath/linux/route/route_linux.go",
  safeNetlink: "pkg/datapath/linux/safenetlink/netlink_linux.go",
  logFields: "pkg/logging/logfields/logfields.go",
  option: "pkg/option/config.go",
  defaults: "pkg/defaults/defaults.go",
  flags: ["daemon/daemon_main.go", "daemon/cmd/daemon_main.go"],
  nodeConfig: ["pkg/datapath/node.go", "pkg/datapath/types/node.go", "pkg/datapath/config/config.go"],
  deepEqual: [
    "pkg/datapath/types/zz_generated.deepequal.go",
    "pkg/datapath/config/zz_generated.deepequal.go",
  ],
  filler: [
    "daemon/node_discovery.go",
    "pkg/nodediscovery/nodediscovery.go",
    "pkg/nodediscovery/localnodeconfig.go",
    "pkg/datapath/orchestrator/localnodeconfig.go",
  ],
  optionTest: "pkg/option/config_test.go",
  ipamOption: "pkg/ipam/option/option.go",
  ipamOptionTest: "pkg/ipam/option/option_test.go",
  commandReference: buildPaths.commandReference,
  fakeAddressing: [
    "pkg/datapath/fake/node_addressing.go",
    "pkg/datapath/fake/types/node_addressing.go",
    "pkg/node/fake/node_addressing.go",
  ],
  fakeNodeMap: ["pkg/maps/nodemap/fake/node_map.go", "pkg/maps/nodemap/fake/node_map_v2.go"],
  fakeIPsec: "pkg/datapath/fake/types/ipsec.go",
  tunnelMap: "pkg/maps/tunnel/tunnel.go",
  privileged: "pkg/testutils/privileged.go",
} as const;

const endToEnd = ".github/workflows/conformance-e2e.yaml";
const upgrade = ".github/workflows/tests-e2e-upgrade.yaml";

/** Files in Cilium with a matrix of end-to-end tests, and the workflow that reads each; the first one a release has is used. */
export const matrixPaths = [
  { path: endToEnd, workflow: endToEnd },
  { path: ".github/actions/e2e/misc.yaml", workflow: upgrade },
  { path: ".github/actions/e2e/configs.yaml", workflow: upgrade },
  { path: upgrade, workflow: upgrade },
] as const;

/** Paths in Cilium of what follows a flag beside the code; several paths if a file moved, newest last. */
export const besidePaths = {
  configMap: [
    `${buildPaths.chart}/charts/config/templates/configmap.yaml`,
    `${buildPaths.chart}/templates/cilium-configmap.yaml`,
  ],
  chartValues: `${buildPaths.chart}/values.yaml`,
  helmValues: "Documentation/helm-values.rst",
  spellingList: "Documentation/spelling_wordlist.txt",
  upgradeNotes: ["Documentation/install/upgrade.rst", "Documentation/operations/upgrade.rst"],
  routingDocs: [
    "Documentation/concepts/networking/routing.rst",
    "Documentation/network/concepts/routing.rst",
  ],
  testMatrix: [...new Set(matrixPaths.flatMap(({ path, workflow }) => [path, workflow]))],
} as const;

/** Receiver type of the node route functions. */
export const handlerType = "linuxNodeHandler";

/** Folder of the command references, a file per program and subcommand. */
export const referenceFolder = "Documentation/cmdref";

/** Every file that a probe may read. */
export const probedPaths: readonly string[] = Object.entries(paths)
  .filter(([key]) => key !== "handlerDir")
  .flatMap(([, path]) => path);

/** Folders whose Go files are all read: the packages that edits change or refer to. */
export const packageFolders: readonly string[] = [
  ...new Set([
    ...probedPaths
      .filter((path) => path.endsWith(".go") && !path.startsWith("vendor/"))
      .map((path) => path.slice(0, path.lastIndexOf("/"))),
    "pkg/datapath/linux/route",
    "pkg/logging/logfields",
  ]),
];

/** Import path of Cilium's own package in that folder. */
export function ciliumPackage(folder: string, name: string): GoPackage {
  return { path: `${ciliumModule}/${folder}`, name };
}

/** Files that a new flag often touches, and why ours do not; releases have some of them. */
export const untouched = [
  ...["cilium-agent_hive.md", "cilium-agent_hive_dot-graph.md"].map((name) => ({
    path: `${referenceFolder}/${name}`,
    reason:
      "it lists the flags of hive cells; the new one belongs to the agent's own configuration, as its sibling does",
  })),
  { path: "CODEOWNERS", reason: "the series adds no package" },
  {
    path: "examples/kubernetes/templates/v1/cilium-ds.yaml.sed",
    reason:
      "it sets what most installations need; the manifests for each release of Kubernetes are made of it",
  },
  ...["Documentation/concepts.rst", "Documentation/concepts/networking.rst"].map((path) => ({
    path,
    reason: "its section on overlay networks names no options of the agent",
  })),
  ...["Documentation/concepts/datapath/gke.rst", "Documentation/network/concepts/ipam/multi-pool.rst"].map(
    (path) => ({ path, reason: "it tells of other routes, which the series leaves as they are" }),
  ),
  ...[
    "test/k8sT/DatapathConfiguration.go",
    "test/k8s/datapath_configuration.go",
    ...besidePaths.testMatrix,
  ].map((path) => ({
    path,
    reason:
      "its nodes have pod CIDRs of their own and no other component that routes between them: hosts need the routes to reach remote pods",
  })),
];
