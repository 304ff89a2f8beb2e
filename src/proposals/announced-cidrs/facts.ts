/** One IPAM mode: the option's value and its constant. */
export type Mode = {
  /** The option's value. */
  readonly value: string;
  /** Its constant. */
  readonly constant: string;
};

/** What the probes can find in a commit. */
export type AnnouncementFacts = {
  /** Content of the VERSION file; only a label. */
  readonly version: string;
  /** `go` line of go.mod. */
  readonly goVersion: string;
  /** Where the agent's discovery of nodes is declared. */
  readonly nodeDiscovery: boolean;
  /** Whether the agent's resource gets its allocation CIDRs, made up or not. */
  readonly announcedRange: boolean;
  /** Whether the agent's configuration tells the IPAM mode in lower case. */
  readonly ipamMode: boolean;
  /** Modes that assign a CIDR to each node, and the others, in order of declaration. */
  readonly modes: {
    /** Those that assign one. */
    readonly assigning: readonly Mode[];
    /** The others. */
    readonly others: readonly Mode[];
  };
  /** Name under which the discovery imports the store of nodes. */
  readonly nodeStore: string;
  /** Whether the discovery asks an interface of its own for the Kubernetes node, and not a client. */
  readonly nodeGetter: boolean;
  /** Whether the method that fills the resource returns an error. */
  readonly mutateFails: boolean;
  /** Go type of an IPv6 allocation CIDR where it is set. */
  readonly ipv6RangeType: string;
  /** Whether Cilium's own imports come before those of others. */
  readonly ciliumImportsFirst: boolean;
  /** The comment at the head of the release's files. */
  readonly licence: string;
  /** Build constraints of unit tests, as in the file; may be empty. */
  readonly testConstraints: readonly string[];
};
