import type { GoPackage } from "../../../profile/index.ts";

/** An existing boolean flag; a new one is added next to it in the same form. */
export type SiblingFlag = {
  /** Constant that holds the flag's name, such as `EnableLocalNodeRoute`. */
  readonly constant: string;
  /** Field of DaemonConfig. */
  readonly field: string;
  /** Constant of its default in package defaults. */
  readonly default: string;
};

/** How a release registers flags. */
export type FlagRegistration = {
  /** File that registers them. */
  readonly path: string;
  /** Function that registers them, such as `InitGlobalFlags`. */
  readonly function: string;
  /** The call of BindEnv up to the name: `option.BindEnv(`, `option.BindEnv(vp, `, and in August 2022 `regOpts.BindEnv(`. */
  readonly bind: string;
};

/** Where a release fills the node configuration. */
export type ConfigFiller = {
  /** File with the literal. */
  readonly path: string;
  /** The expression before an option's name, such as `option.Config` or `config`. */
  readonly options: string;
};

/** One IPAM mode that a release knows. */
export type IpamMode = {
  /** The option's value, such as `cluster-pool`; "" is host scope where that is the default. */
  readonly value: string;
  /** Constant of the package that declares it, such as `IPAMCRD`; "" for host scope where that is the empty option. */
  readonly constant: string;
};

/** How a release selects its IPAM mode. */
export type Ipam = {
  /** File that declares the modes. */
  readonly path: string;
  /** Anchor of the last of their constants. */
  readonly last: string;
  /** Package of the modes, as other files import it. */
  readonly package: GoPackage;
  /** Selector on the options for the selected mode: `IPAMMode()`, which lower-cases, or `IPAM`. */
  readonly selected: string;
  /** In order of declaration; no two with the same value. */
  readonly modes: readonly IpamMode[];
};

/** How a handler is created in a separate test. */
export type TestHandler = {
  /** Call that creates it; the test declares `logger` and `addressing`. */
  readonly call: string;
  /** Packages that the call uses. */
  readonly imports: readonly GoPackage[];
};

/** Where routes via a remote node's address are installed. One of `loop` and `condition` is "". */
export type DirectRoutes = {
  /** Method of the handler. */
  readonly function: string;
  /** Name of the variable that holds the CIDR. */
  readonly prefix: string;
  /** Header of the loop over the added CIDRs, as an anchor. */
  readonly loop: string;
  /** Condition under which the one CIDR is installed. */
  readonly condition: string;
};

/**
 * The style of the handler's tests: suites of check.v1 or checkmate, methods per address family with testify,
 * or functions per address family in a separate network namespace.
 */
export type TestStyle = "check" | "testify" | "netns";

/** How the release's own test of updateNodeRoute creates its handler, for tests next to it. */
export type SiblingTest = {
  /** The style of the handler's tests: `check`, `testify` or `netns`. */
  readonly style: TestStyle;
  /** Anchor of the test. */
  readonly anchor: string;
  /** Function that lists the tests of a suite, "" if the test library finds them. */
  readonly list: string;
  /** Statements that the call of the constructor needs, in order. */
  readonly setup: readonly string[];
  /** Expression that creates a handler. */
  readonly handler: string;
  /** Expression of the node configuration. */
  readonly config: string;
};

/** A flag of node routes that the chart sets; a new one is set next to it in the same form. */
export type ChartSibling = {
  /** Template of the agent's ConfigMap. */
  readonly configMap: string;
  /** The flag, a key of the ConfigMap. */
  readonly key: string;
  /** Values around its value, each with a dot: `global.` in early charts, else "". */
  readonly scope: string;
  /** Its value, such as `autoDirectNodeRoutes`. */
  readonly value: string;
  /** Whether the chart's reference is made of the comments in its file of values, those that start with `--`. */
  readonly isGenerated: boolean;
  /** The file of values. */
  readonly values: string;
};

/** How many flags without a value, which are booleans, the agent has, and how many of them the chart sets. */
export type ChartShare = {
  /** All that the command reference lists. */
  readonly flags: number;
  /** Those that are keys of the ConfigMap. */
  readonly set: number;
};

/** Where the notes on upgrades to a release list things, as titles from the outside in. */
export type UpgradeNotes = {
  /** File of the notes. */
  readonly path: string;
  /** Section of new options, "" if the release has none. */
  readonly options: string;
  /** Section of what behaves differently. */
  readonly changes: string;
  /** Blanks in front of the items of new options. */
  readonly optionIndent: string;
  /** Blanks in front of the items of what behaves differently. */
  readonly changeIndent: string;
};

/** The page on encapsulation. */
export type Encapsulation = {
  /** File of the page. */
  readonly path: string;
  /** Whether it lists options of encapsulation. */
  readonly isConfigured: boolean;
};

/** A matrix of end-to-end tests whose entries set values of the chart. */
export type TestMatrix = {
  /** File of the entries. */
  readonly path: string;
  /** Values of an entry that has none of its own, each with a comma behind it. */
  readonly defaults: string;
  /** Last key of an entry with native routing and usual keys alone, as a path; "" if there is none. */
  readonly native: string;
  /** The same of an entry with a VXLAN tunnel. */
  readonly tunnel: string;
};

/** What the probes can find in a commit. */
export type NodeRouteFacts = {
  /** Content of the VERSION file; only a label, no code depends on it. */
  readonly version: string;
  /** `go` line of go.mod, "" if there is no module. */
  readonly goVersion: string;
  /** `createNodeRoute` or `createNodeRouteSpec`. */
  readonly createFunction: string;
  /** Whether updateNodeRoute has a parameter for prefixes of the local node. */
  readonly isLocalNode: boolean;
  /** Whether updateOrRemoveNodeRoutes returns an error. */
  readonly returnsErrors: boolean;
  /** Go type of the prefixes that updateNodeRoute gets. */
  readonly prefixType: "*cidr.CIDR" | "netip.Prefix";
  /** Whether CIDRs have a method that compares them. */
  readonly cidrEqual: boolean;
  /** Library that the handler logs with. */
  readonly logging: "logrus" | "slog";
  /** Package of the Node type. */
  readonly nodePackage: GoPackage;
  /** Package of the node configuration. */
  readonly configPackage: GoPackage;
  /** Name of the node configuration in its package: `LocalNodeConfiguration` or `Config`. */
  readonly configType: string;
  /** Condition of the branch of nodeUpdate that routes remote nodes to the host device. */
  readonly encapsulation: string;
  /** Whether `single-cluster-route` exists. */
  readonly clusterRoute: boolean;
  /** Whether the handler routes more than one pod CIDR of a node per family. */
  readonly secondaryCIDRs: boolean;
  /** Where the agent's configured CIDRs are: in NodeAddressing, or in the node configuration. */
  readonly configuredCIDRs: "addressing" | "config";
  /** Type of one family of the handler's addresses, "" if it gets none. */
  readonly addressingType: string;
  /** Go expression of the name that a CIDR has in log lines. */
  readonly cidrField: string;
  /** Where routes via a remote node's address are installed. */
  readonly directRoutes: DirectRoutes;
  /** Whether node routes have their own protocol. */
  readonly routeProtocol: boolean;
  /** Whether node routes have a metric that the user sets. */
  readonly routeMetric: boolean;
  /** What route.Delete compares: the prefix with device and table, or all attributes of a route. */
  readonly routeDelete: "prefix" | "exact" | "exact-with-mtu";
  /** Whether IPv6 node routes go through a gateway. */
  readonly ipv6Gateway: boolean;
  /** Whether the tree has package safenetlink, which reads from the kernel again after an interruption. */
  readonly safeNetlink: boolean;
  /** Whether NodeValidateImplementation holds the handler's lock. */
  readonly validateLocked: boolean;
  /** Whether nodes restored from disk are deleted although the handler does not know them. */
  readonly restoredNodes: boolean;
  /** Whether Cilium's own imports come before those of others. */
  readonly ciliumImportsFirst: boolean;
  /** An existing boolean flag; a new one is added next to it in the same form. */
  readonly siblingFlag: SiblingFlag;
  /** How Populate reads a boolean: `viper.GetBool` or `vp.GetBool`. */
  readonly getBool: string;
  /** How the release registers flags. */
  readonly flagRegistration: FlagRegistration;
  /** Whether flags are grouped for `--help`. */
  readonly helpSections: boolean;
  /** Whether enable-endpoint-routes switches the local node's route off. */
  readonly endpointRoutesReplace: boolean;
  /** File that declares the node configuration. */
  readonly nodeConfigFile: string;
  /** Where the release fills the node configuration. */
  readonly configFiller: ConfigFiller;
  /** The generated comparison of the node configuration; null if it is not generated. */
  readonly deepEqual: {
    /** File of the comparison. */
    readonly path: string;
    /** The method, as an anchor names it: `LocalNodeConfiguration.DeepEqual`. */
    readonly method: string;
  } | null;
  /** File of the agent's command reference. */
  readonly commandReference: string;
  /** Where the agent's configuration is declared. */
  readonly daemonConfig: boolean;
  /** How the release selects its IPAM mode. */
  readonly ipam: Ipam;
  /** Go type of the agent's cluster ID. */
  readonly clusterIDType: string;
  /** Constants of the IPAM modes that the agent refuses in tunnel mode. */
  readonly nativeOnlyModes: readonly string[];
  /** Build constraints of the privileged tests, as in the file; may be empty. */
  readonly testConstraints: readonly string[];
  /** Build constraints of a unit test's file, from that of package option. */
  readonly unitTestConstraints: readonly string[];
  /** Statement that skips a test without privileges, "" if the build tag does it. */
  readonly privilegedTest: string;
  /** How the release's own test of updateNodeRoute creates its handler. */
  readonly siblingTest: SiblingTest;
  /** How a handler is created in a separate test. */
  readonly testHandler: TestHandler;
  /** Package and function that return the node addresses for a test. */
  readonly fakeAddressing: GoPackage & {
    /** The function's name. */
    readonly function: string;
  };
  /** Whether the test has to set up the tunnel map, and how. */
  readonly tunnelMap: "none" | "variable" | "setter";
  /** Whether the node configuration holds addresses as netip.Addr. */
  readonly netipAddresses: boolean;
  /** Whether the node configuration needs an MTU configuration. */
  readonly mtuInterface: boolean;
  /** A flag of node routes that the chart sets; a new one is set next to it in the same form. */
  readonly chartSibling: ChartSibling;
  /** How many boolean flags the agent has, and how many of them the chart sets. */
  readonly chartShare: ChartShare;
  /** Role of the names in the reference of the chart's values that exempts them from the spelling check, or "". */
  readonly valueRole: string;
  /** List of words of the spelling check, where the names of the chart's values have to be in it. */
  readonly spellingList: string;
  /** Where the notes on upgrades list things. */
  readonly upgradeNotes: UpgradeNotes;
  /** The page on encapsulation. */
  readonly encapsulationDocs: Encapsulation;
  /** A matrix of end-to-end tests whose entries set values of the chart. */
  readonly testMatrix: TestMatrix;
};
