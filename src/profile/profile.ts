/** Where a fact was read. */
export interface Evidence {
  readonly path: string;
  /** Counts from 1. */
  readonly line: number;
}

/** A Go package as one file imports it. */
export interface GoPackage {
  /** Import path. */
  readonly path: string;
  /** Name it has in that file. */
  readonly name: string;
}

/** One neighbour that a new boolean flag is put next to and written like. */
export interface SiblingFlag {
  /** Constant that holds the flag's name, such as `EnableLocalNodeRoute`. */
  readonly constant: string;
  /** Field of DaemonConfig. */
  readonly field: string;
  /** Constant of its default in package defaults. */
  readonly default: string;
}

/** How a release registers flags. */
export interface FlagRegistration {
  readonly path: string;
  /** Function that registers them, such as `InitGlobalFlags`. */
  readonly function: string;
  /** `option.BindEnv(` with whatever stands before the name, such as `option.BindEnv(vp, `. */
  readonly bind: string;
}

/** Where a release fills the node configuration. */
export interface ConfigFiller {
  readonly path: string;
  /** What stands before an option's name, such as `option.Config` or `config`. */
  readonly options: string;
}

/** One IPAM mode that a release knows. */
export interface IpamMode {
  /** The option's value, such as `cluster-pool`; "" is host scope where that is the default. */
  readonly value: string;
  /** Go expression for it as node.go's package would write it, such as `ipamOption.IPAMCRD`. */
  readonly expression: string;
}

/** How a release selects its IPAM mode. */
export interface Ipam {
  /** Go expression of the selected mode, lower-cased where the release does so. */
  readonly selected: string;
  readonly modes: readonly IpamMode[];
  readonly imports: readonly GoPackage[];
}

/** How a handler is made in a test. */
export interface TestHandler {
  /** Call that makes it; names `logger` and `addressing` are the test's own. */
  readonly call: string;
  readonly imports: readonly GoPackage[];
}

/** What the probes can tell of a commit. */
export interface FactValues {
  /** Content of the VERSION file; a label, nothing is decided by it. */
  readonly version: string;
  /** `go` line of go.mod, "" where there is no module. */
  readonly goVersion: string;
  /** `createNodeRoute` or `createNodeRouteSpec`. */
  readonly createFunction: string;
  /** Whether updateNodeRoute is told if the prefix is the local node's. */
  readonly isLocalNode: boolean;
  /** Whether updateOrRemoveNodeRoutes returns an error. */
  readonly returnsErrors: boolean;
  readonly prefixType: string;
  /** The call of route.Upsert in updateNodeRoute. */
  readonly upsert: string;
  readonly logging: "logrus" | "slog";
  /** Package of the Node type. */
  readonly nodePackage: GoPackage;
  /** Package of LocalNodeConfiguration. */
  readonly configPackage: GoPackage;
  /** Condition of the branch of nodeUpdate that routes remote nodes to the host device. */
  readonly encapsulation: string;
  /** Whether `single-cluster-route` exists. */
  readonly clusterRoute: boolean;
  /** Whether a node has more than one pod CIDR per family. */
  readonly secondaryCIDRs: boolean;
  /** Where the agent's own configured CIDRs are: behind NodeAddressing, or in the node configuration. */
  readonly configuredCIDRs: "addressing" | "config";
  /** Whether node routes carry a protocol of their own. */
  readonly routeProtocol: boolean;
  /** Whether IPv6 node routes go through a gateway. */
  readonly ipv6Gateway: boolean;
  readonly safeNetlink: boolean;
  /** Whether NodeValidateImplementation holds the handler's lock. */
  readonly validateLocked: boolean;
  /** Whether nodes restored from disk are deleted although the handler does not know them. */
  readonly restoredNodes: boolean;
  /** Whether the library that reads routes gives a default route a prefix, 0.0.0.0/0, instead of none. */
  readonly defaultRouteHasPrefix: boolean;
  /** Whether a CIDR that is nil may be turned into text. */
  readonly nilCIDRHasText: boolean;
  /** Whether nodeDelete deletes the routes to fields of the node, which may be unset. */
  readonly deletesUnset: boolean;
  /** Whether Cilium's own imports stand before those of others. */
  readonly ciliumImportsFirst: boolean;
  readonly siblingFlag: SiblingFlag;
  /** How Populate reads a boolean: `viper.GetBool` or `vp.GetBool`. */
  readonly getBool: string;
  readonly flagRegistration: FlagRegistration;
  /** Whether flags are grouped for `--help`. */
  readonly helpSections: boolean;
  readonly nodeConfigFile: string;
  readonly configFiller: ConfigFiller;
  /** File with the generated comparison of the node configuration; "" where it is not generated. */
  readonly deepEqualFile: string;
  readonly commandReference: string;
  /** Where the agent's configuration is declared. */
  readonly daemonConfig: boolean;
  readonly ipam: Ipam;
  /** Build constraints of the privileged tests, as they stand in the file; may be empty. */
  readonly testConstraints: readonly string[];
  /** Statement that skips a test without privileges, "" where the build tag does it. */
  readonly privilegedTest: string;
  readonly testHandler: TestHandler;
  readonly fakeAddressing: GoPackage;
  /** Whether the test has to set up the tunnel map, and how. */
  readonly tunnelMap: "none" | "variable" | "setter";
  /** Whether the node configuration has to be given an MTU configuration. */
  readonly mtuInterface: boolean;
  /** Calls of updateNodeRoute in upstream's own tests. */
  readonly testCalls: number;
}

export type FactName = keyof FactValues;

/** One fact: what it is and where it stands, or why it could not be found. */
export type Fact =
  | { readonly name: FactName; readonly value: FactValues[FactName]; readonly at: Evidence }
  | { readonly name: FactName; readonly missing: string };

/** The facts of one commit, in the order of {@link FactValues}. */
export interface Profile {
  readonly sha: string;
  /** Release line such as `v1.10`, a label from the VERSION file; `unknown` where that says nothing. */
  readonly release: string;
  readonly facts: readonly Fact[];
  readonly values: Partial<FactValues>;
}
