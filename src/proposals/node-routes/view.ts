import { PatchkitError } from "../../errors.ts";
import type { ParamValues, Vocabulary } from "../../plan/index.ts";
import type { IpamMode, NodeRouteFacts } from "./facts/facts.ts";
import { paths } from "./paths.ts";

/** What this proposal's templates may use beside its facts. */
export const vocabulary: Vocabulary<NodeRouteFacts> = {
  names(facts, params) {
    return {
      ...handlerView(facts),
      ...testView(facts),
      ...optionView(facts, params),
      ...ipamView(facts, params),
    };
  },
  whyNothing,
  ownImportsFirst: (facts) => facts.ciliumImportsFirst,
};

/** An allow-list with none or all of the release's modes: there is nothing to decide. */
function whyNothing(facts: NodeRouteFacts, params: ParamValues): string | undefined {
  if (!("allow" in params)) return undefined;
  const { allowed, skipped } = modesBy(facts, params);
  if (allowed.length === 0) return "this release has none of the allowed IPAM modes";
  if (skipped.length === 0) return "this release has no IPAM mode that is not allowed";
  return undefined;
}

function handlerView(facts: NodeRouteFacts) {
  return {
    /** Arguments of lookupNodeRoute and deleteNodeRoute after the prefix of a remote node. */
    remoteArgument: () => (facts.isLocalNode ? ", false" : ""),
    /** Whether prefixes are of type netip.Prefix. */
    netip: () => facts.prefixType === "netip.Prefix",
    /** Whether the handler logs with slog; it does with logrus otherwise. */
    slog: () => facts.logging === "slog",
    /** Name of the package of the Node type. */
    node: () => facts.nodePackage.name,
    /** Name of the package of the node configuration. */
    config: () => facts.configPackage.name,
    /** Whether the agent's configured CIDRs are in NodeAddressing, not in the node configuration. */
    addressing: () => facts.configuredCIDRs === "addressing",
    /** Whether route.Delete compares more attributes than prefix, device and table. */
    exactDelete: () => facts.routeDelete !== "prefix",
    /** Whether route.Delete also compares the MTU. */
    deletesByMTU: () => facts.routeDelete === "exact-with-mtu",
    /** Package whose functions read from the kernel: `safenetlink` where the tree has it. */
    netlinkRead: () => (facts.safeNetlink ? "safenetlink" : "netlink"),
    /** The local node in the handler's map of nodes. */
    localIdentity: () =>
      `${facts.nodePackage.name}.Identity{Name: ${facts.nodePackage.name}.GetName(), Cluster: option.Config.ClusterName}`,
    /** Whether the standard library has errors.Is (Go 1.13). */
    errorsIs: () => goMinor(facts.goVersion) >= 13,
  };
}

/** `22` of `1.22.0`; 0 if the tree has no version. */
function goMinor(version: string): number {
  return Number(/^1\.(\d+)/.exec(version)?.[1] ?? 0);
}

function testView(facts: NodeRouteFacts) {
  return {
    /** Whether the tests next to the handler are suites of check.v1 or checkmate. */
    testCheck: () => facts.siblingTest.style === "check",
    /** Whether the tests next to the handler are functions that each run in a network namespace. */
    testNetns: () => facts.siblingTest.style === "netns",
    /** Call that creates a handler in a test of its own. */
    newTestHandler: () => facts.testHandler.call,
    /** Call that returns the node addresses for a test. */
    newAddressing: () => `${facts.fakeAddressing.name}.${facts.fakeAddressing.function}()`,
    /** Name of the device that stands for the host's in a test. */
    testDevice: () => "route_test_host",
    /** Whether a test sets up the tunnel map by its variable. */
    tunnelMapVariable: () => facts.tunnelMap === "variable",
    /** Whether a test sets up the tunnel map by its setter. */
    tunnelMapSetter: () => facts.tunnelMap === "setter",
  };
}

function optionView(facts: NodeRouteFacts, params: ParamValues) {
  return {
    /** Value of the variant's flag where the user gives none: that of the param `default`, else false. */
    flagDefault: () => params["default"] === true,
    /** The fact `chartSibling`, where the param `helm` lets the chart set the new flag. */
    chart: () => {
      const reason = whyNoChart(facts, params);
      if (reason !== undefined) throw new PatchkitError("profile/fact-absent", reason);
      return facts.chartSibling;
    },
    /** Entry of the fact `testMatrix` that stays connected with the flag at what is not its default, as the path of its last key. */
    testEntry: () => {
      if (params["ci"] !== true) throw new PatchkitError("profile/fact-absent", whyNoEntry);
      const { path, native, tunnel } = facts.testMatrix;
      const [entry, mode] = params["default"] === true ? [native, "native routing"] : [tunnel, "a tunnel"];
      if (entry !== "") return entry;
      throw new PatchkitError(
        "profile/fact-absent",
        `no entry of ${path} has ${mode} and the usual keys alone`,
      );
    },
    /** Area that begins the subjects of commits to the matrix of tests, by its own history. */
    testArea: () => (facts.testMatrix.path.endsWith("/conformance-e2e.yaml") ? "ci-e2e" : "gh"),
    /** The fact `upgradeNotes`, where they list new options. */
    optionNotes: () => {
      if (facts.upgradeNotes.options !== "") return facts.upgradeNotes;
      throw new PatchkitError(
        "profile/fact-absent",
        `the notes on upgrades in ${facts.upgradeNotes.path} list no new options of its kind, and nothing changes by default`,
      );
    },
  };
}

/**
 * A release whose chart sets fewer of the agent's boolean flags does not expect a value for each new one. Of changes
 * that added a flag to the agent, 5 of 27 touched the chart in the cycle of v1.8 (68 % set) and 3 of 17 in that of v1.10
 * (73 %), but 7 of 8 in that of 1.15 (82 %).
 */
const customaryShare = 0.8;

/** Why the chart does not set the new flag; undefined if it does. */
function whyNoChart(facts: NodeRouteFacts, params: ParamValues): string | undefined {
  if (params["helm"] === "never") return "the param helm is never";
  if (params["helm"] === "always") return undefined;
  const { flags, set } = facts.chartShare;
  if (set >= customaryShare * flags) return undefined;
  return `not the custom of the release, whose chart sets ${set} of ${flags} boolean flags; with the param helm=always it sets this one, too`;
}

/** Why no entry of the matrix of tests sets the new flag. */
const whyNoEntry =
  "its nodes have pod CIDRs of their own and no other component that routes between them; with the param ci=true an entry where the flag costs nothing sets it";

function ipamView(facts: NodeRouteFacts, params: ParamValues) {
  const allowed = () => modesBy(facts, params).allowed;
  const skipped = () => modesBy(facts, params).skipped;
  return {
    /** Area that begins the subjects of commits to the file that fills the node configuration, by its own history. */
    fillerArea: () =>
      facts.configFiller.path.startsWith("pkg/nodediscovery/") ? "nodediscovery" : "datapath",
    /** Whether the IPAM modes are in a package of their own, not in package option. */
    ipamOwnPackage: () => facts.ipam.path !== paths.option,
    /** Constants of the modes that the param `allow` names, for the cases of a switch over the mode. */
    allowedCases: () => allowed().map(({ constant }) => constant || '""'),
    /** Constants of the other modes. */
    skippedCases: () => skipped().map(({ constant }) => constant || '""'),
    /** Names of the allowed modes, as users write them. */
    allowedNames: () => [...new Set(allowed().map(nameOf))],
    /** Names of the other modes, without those that the agent refuses in tunnel mode. */
    skippedNames: () =>
      skipped()
        .filter(({ constant }) => !facts.nativeOnlyModes.includes(constant))
        .map(nameOf),
    /** Names of all other modes. */
    allSkippedNames: () => skipped().map(nameOf),
  };
}

/** The release's modes that the param `allow` names, and the others. */
function modesBy(
  { ipam }: NodeRouteFacts,
  params: ParamValues,
): { readonly allowed: IpamMode[]; readonly skipped: IpamMode[] } {
  const names = Array.isArray(params["allow"]) ? params["allow"] : [];
  const isAllowed = (mode: IpamMode) => names.includes(nameOf(mode));
  return { allowed: ipam.modes.filter(isAllowed), skipped: ipam.modes.filter((mode) => !isAllowed(mode)) };
}

/** A mode as users write it. */
function nameOf({ value }: IpamMode): string {
  return value === "" || value === "hostscope-legacy" ? "host-scope" : value;
}
