import type { Names, ParamValues, View, Vocabulary } from "../../plan/index.ts";
import { asFacts, type NodeRouteFacts } from "./facts/facts.ts";
import { paths } from "./paths.ts";

/** The names of this proposal's templates. */
export const vocabulary: Vocabulary = {
  names(values, params) {
    const facts = asFacts(values);
    return { ...handlerView(facts), ...testView(facts), ...optionView(facts), ...ipamView(facts, params) };
  },
  whyNothing,
  ownImportsFirst: (values) => asFacts(values).ciliumImportsFirst,
};

/** An allow-list with none or all of the release's modes: there is nothing to decide. */
function whyNothing(view: View, params: ParamValues): string | undefined {
  if (!("allow" in params)) return undefined;
  const { allowedNames, allSkippedNames } = view as { allowedNames: string[]; allSkippedNames: string[] };
  if (allowedNames.length === 0) return "this release has none of the allowed IPAM modes";
  if (allSkippedNames.length === 0) return "this release has no IPAM mode that is not allowed";
  return undefined;
}

function handlerView(facts: NodeRouteFacts): Names {
  const isNetip = () => facts.prefixType === "netip.Prefix";
  return {
    createFunction: () => facts.createFunction,
    isLocalNode: () => facts.isLocalNode,
    noIsLocalNode: () => !facts.isLocalNode,
    /** Arguments of lookupNodeRoute and deleteNodeRoute after the prefix of a remote node. */
    remoteArgument: () => (facts.isLocalNode ? ", false" : ""),
    errors: () => facts.returnsErrors,
    prefixType: () => facts.prefixType,
    netip: isNetip,
    cidrEqual: () => facts.cidrEqual,
    slog: () => facts.logging === "slog",
    node: () => facts.nodePackage.name,
    nodePath: () => facts.nodePackage.path,
    config: () => facts.configPackage.name,
    configType: () => facts.configType,
    encapsulation: () => facts.encapsulation,
    clusterRoute: () => facts.clusterRoute,
    secondaryCIDRs: () => facts.secondaryCIDRs,
    addressing: () => facts.configuredCIDRs === "addressing",
    addressingType: () => facts.addressingType,
    cidrField: () => facts.cidrField,
    directRoutes: () => facts.directRoutes.function,
    directPrefix: () => facts.directRoutes.prefix,
    directLoop: () => facts.directRoutes.loop,
    directCondition: () => facts.directRoutes.condition,
    routeProtocol: () => facts.routeProtocol,
    routeMetric: () => facts.routeMetric,
    exactDelete: () => facts.routeDelete !== "prefix",
    deletesByMTU: () => facts.routeDelete === "exact-with-mtu",
    ipv6Gateway: () => facts.ipv6Gateway,
    netlinkRead: () => (facts.safeNetlink ? "safenetlink" : "netlink"),
    safeNetlink: () => facts.safeNetlink,
    unlocked: () => !facts.validateLocked,
    restoredNodes: () => facts.restoredNodes,
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

function testView(facts: NodeRouteFacts): Names {
  return {
    testCheck: () => facts.siblingTest.style === "check",
    testNetns: () => facts.siblingTest.style === "netns",
    testAnchor: () => facts.siblingTest.anchor,
    testList: () => facts.siblingTest.list,
    testSetup: () => facts.siblingTest.setup,
    testNewHandler: () => facts.siblingTest.handler,
    testConfig: () => facts.siblingTest.config,
    testConstraints: () => facts.testConstraints.join("\n"),
    unitTestConstraints: () => facts.unitTestConstraints.join("\n"),
    privilegedTest: () => facts.privilegedTest,
    newTestHandler: () => facts.testHandler.call,
    newAddressing: () => `${facts.fakeAddressing.name}.${facts.fakeAddressing.function}()`,
    testDevice: () => "route_test_host",
    tunnelMapVariable: () => facts.tunnelMap === "variable",
    tunnelMapSetter: () => facts.tunnelMap === "setter",
    mtuInterface: () => facts.mtuInterface,
    netipAddresses: () => facts.netipAddresses,
  };
}

function optionView(facts: NodeRouteFacts): Names {
  return {
    siblingConstant: () => facts.siblingFlag.constant,
    siblingField: () => facts.siblingFlag.field,
    siblingDefault: () => facts.siblingFlag.default,
    getBool: () => facts.getBool,
    flagsFile: () => facts.flagRegistration.path,
    bindEnv: () => facts.flagRegistration.bind,
    helpSections: () => facts.helpSections,
    nodeConfigFile: () => facts.nodeConfigFile,
    fillerFile: () => facts.configFiller.path,
    fillerOptions: () => facts.configFiller.options,
    deepEqual: () => facts.deepEqual !== null,
    deepEqualFile: () => facts.deepEqual?.path,
    deepEqualMethod: () => facts.deepEqual?.method,
    commandReference: () => facts.commandReference,
  };
}

function ipamView(facts: NodeRouteFacts, params: ParamValues): Names {
  const allowed = Array.isArray(params["allow"]) ? (params["allow"] as readonly string[]) : [];
  const nameOf = (value: string) => (value === "" || value === "hostscope-legacy" ? "host-scope" : value);
  const isAllowed = ({ value }: { value: string }) => allowed.includes(nameOf(value));
  const allowedModes = () => facts.ipam.modes.filter(isAllowed);
  const skippedModes = () => facts.ipam.modes.filter((mode) => !isAllowed(mode));
  return {
    ipamFile: () => facts.ipam.path,
    ipamOwnPackage: () => facts.ipam.path !== paths.option,
    ipam: () => facts.ipam.package.name,
    ipamPath: () => facts.ipam.package.path,
    ipamSelected: () => facts.ipam.selected,
    clusterIDType: () => facts.clusterIDType,
    /** The names in the cases of a switch over the mode. */
    allowedCases: () => allowedModes().map(({ constant }) => constant || '""'),
    skippedCases: () => skippedModes().map(({ constant }) => constant || '""'),
    allowedNames: () => [...new Set(allowedModes().map(({ value }) => nameOf(value)))],
    /** The other modes, without those that the agent refuses in tunnel mode. */
    skippedNames: () =>
      skippedModes()
        .filter(({ constant }) => !facts.nativeOnlyModes.includes(constant))
        .map(({ value }) => nameOf(value)),
    allSkippedNames: () => skippedModes().map(({ value }) => nameOf(value)),
  };
}
