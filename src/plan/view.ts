import { PatchkitError } from "../errors.ts";
import { type FactName, type FactValues, type Profile, paths } from "../profile/index.ts";
import { identifierOf } from "./identifiers.ts";
import type { ParamValues } from "./plan.ts";
import type { VariantSpec } from "./variant.ts";

/** The names that templates may use; templates do not compute values. */
export type View = Readonly<Record<string, unknown>>;

/** A view, and which facts were read through it so far. */
export interface TrackedView {
  /** Reading a name whose fact is missing throws PatchkitError `profile/fact-missing`. */
  readonly view: View;
  readonly used: ReadonlySet<FactName>;
}

/**
 * Facts and params under the names used in templates. A fact is required only if something reads it: each name is
 * computed when it is first read.
 */
export function buildView(variant: VariantSpec, profile: Profile, params: ParamValues): TrackedView {
  const used = new Set<FactName>();
  const facts = trackFacts(profile, used);
  const names: Record<string, () => unknown> = {
    ...constants({
      purpose: variant.purpose,
      fixes: variant.fixes,
      doesNotFix: variant.doesNotFix,
      release: profile.release,
      sha: profile.sha,
      shortSha: profile.sha.slice(0, 12),
      log: params["log"] ?? true,
      optIn: params["opt-in"] ?? false,
      ...flagView(variant, params),
    }),
    ...handlerView(facts),
    ...testView(facts),
    ...optionView(facts),
    ...ipamView(facts, params),
  };
  return { view: lazily(names), used };
}

/** Facts that record which of them are read. */
function trackFacts(profile: Profile, used: Set<FactName>): FactValues {
  return new Proxy({} as FactValues, {
    get(_, name) {
      const fact = profile.facts.find((candidate) => candidate.name === name);
      if (!fact) throw new Error(`${String(name)} is no fact`);
      if ("missing" in fact) throw missingFact(profile, fact.name, fact.missing);
      used.add(fact.name);
      return fact.value;
    },
  });
}

function missingFact(profile: Profile, name: FactName, reason: string): PatchkitError {
  return new PatchkitError("profile/fact-missing", `${profile.sha.slice(0, 12)}: ${name} (${reason})`, {
    hint: "The templates do not know the shape of this tree; `cilium-patchkit inspect` shows every fact with its place.",
  });
}

function constants(values: Readonly<Record<string, unknown>>): Record<string, () => unknown> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, () => value]));
}

/** An object whose properties are computed when they are read, once. */
function lazily(names: Readonly<Record<string, () => unknown>>): View {
  const view = {};
  for (const [name, compute] of Object.entries(names)) {
    let known: { readonly value: unknown } | undefined;
    Object.defineProperty(view, name, {
      enumerable: true,
      get() {
        known ??= { value: compute() };
        return known.value;
      },
    });
  }
  return view;
}

/** A view with additional or replaced names; the other names are not read. */
export function withNames(view: View, names: View): View {
  const all = { ...Object.getOwnPropertyDescriptors(view), ...Object.getOwnPropertyDescriptors(names) };
  return Object.defineProperties({}, all);
}

function handlerView(facts: FactValues): Record<string, () => unknown> {
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

function testView(facts: FactValues): Record<string, () => unknown> {
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

function optionView(facts: FactValues): Record<string, () => unknown> {
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

function ipamView(facts: FactValues, params: ParamValues): Record<string, () => unknown> {
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

/** A variant's flag, with its names in Go code. A flag with a fixed name is only added if users must opt in. */
function flagView(variant: VariantSpec, params: ParamValues): View {
  const name = variant.flag?.name;
  const flag = name === undefined ? params["flag"] : params["opt-in"] === true ? name : undefined;
  if (typeof flag !== "string" || !variant.flag) return {};
  const identifier = identifierOf(flag);
  return {
    flag,
    /** Constant with the flag's name; the suffix distinguishes it from the field. */
    flagConstant: `${identifier}Name`,
    optionField: identifier,
    flagDefault: params["default"] === true,
    flagHelp: variant.flag.help,
    flagControls: variant.flag.controls,
    nodeConfigField: variant.flag.nodeConfigField,
    nodeConfigSign: variant.flag.inverted ? "!" : "",
  };
}
