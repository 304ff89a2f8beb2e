import { type FactValues, type Profile, paths, type Sources } from "../profile/index.ts";
import { identifierOf } from "./identifiers.ts";
import type { ParamValues } from "./plan.ts";
import type { VariantSpec } from "./variant.ts";

/** The names templates may use, computed; templates only choose and place them. */
export type View = Readonly<Record<string, unknown>>;

/** A flag a variant adds, under the names Go code has for it. */
interface FlagView {
  readonly flag: string;
  /** Constant with the flag's name; the suffix keeps it apart from the field. */
  readonly flagConstant: string;
  readonly optionField: string;
  readonly flagDefault: boolean;
  readonly flagHelp: string;
  readonly flagControls: string;
  readonly nodeConfigField: string;
  readonly nodeConfigSign: string;
}

/**
 * Facts and params under the names of the templates.
 *
 * @param values facts that the variant needs; they were found.
 */
export function buildView(
  variant: VariantSpec,
  profile: Profile,
  values: FactValues,
  params: ParamValues,
): View {
  return {
    purpose: variant.purpose,
    fixes: variant.fixes,
    doesNotFix: variant.doesNotFix,
    release: profile.release,
    sha: profile.sha,
    shortSha: profile.sha.slice(0, 12),
    ...handlerView(values),
    ...testView(values),
    ...optionView(values),
    ...ipamView(values, params),
    ...flagView(variant, params),
    log: params["log"] ?? true,
    optIn: params["opt-in"] ?? false,
  };
}

function handlerView(values: FactValues): View {
  return {
    createFunction: values.createFunction,
    isLocalNode: values.isLocalNode,
    noIsLocalNode: !values.isLocalNode,
    localArgument: values.isLocalNode ? ", false" : "",
    errors: values.returnsErrors,
    noErrors: !values.returnsErrors,
    slog: values.logging === "slog",
    node: values.nodePackage.name,
    config: values.configPackage.name,
    encapsulation: values.encapsulation,
    perNodeEncapsulation: values.encapsulation.includes("("),
    clusterRoute: values.clusterRoute,
    noClusterRoute: !values.clusterRoute,
    secondaryCIDRs: values.secondaryCIDRs,
    addressing: values.configuredCIDRs === "addressing",
    routeProtocol: values.routeProtocol,
    ipv6Gateway: values.ipv6Gateway,
    netlinkRead: values.safeNetlink ? "safenetlink" : "netlink",
    unlocked: !values.validateLocked,
    restoredNodes: values.restoredNodes,
    deletesUnset: values.deletesUnset,
    defaultRouteHasPrefix: values.defaultRouteHasPrefix,
    nilCIDRHasText: values.nilCIDRHasText,
  };
}

function testView(values: FactValues): View {
  return {
    testConstraints: values.testConstraints.join("\n"),
    privilegedTest: values.privilegedTest,
    newTestHandler: values.testHandler.call,
    fake: values.fakeAddressing.name,
    newAddressing: `${values.fakeAddressing.name}.NewNodeAddressing()`,
    testDevice: "route_test_host",
    tunnelMapVariable: values.tunnelMap === "variable",
    tunnelMapSetter: values.tunnelMap === "setter",
    mtuInterface: values.mtuInterface,
    testCalls: values.testCalls,
  };
}

function optionView(values: FactValues): View {
  // Not every variant needs these facts, so a tree may lack them.
  const found: Partial<FactValues> = values;
  const { siblingFlag: sibling, flagRegistration: registration, configFiller: filler } = found;
  if (!sibling || !registration || !filler) return {};
  return {
    siblingConstant: sibling.constant,
    siblingField: sibling.field,
    siblingDefault: sibling.default,
    getBool: values.getBool,
    flagsFile: registration.path,
    bindEnv: registration.bind,
    helpSections: values.helpSections,
    nodeConfigFile: values.nodeConfigFile,
    fillerFile: filler.path,
    fillerOptions: filler.options,
    deepEqualFile: values.deepEqualFile,
    deepEqual: values.deepEqualFile !== "",
    commandReference: values.commandReference,
  };
}

function ipamView(values: FactValues, params: ParamValues): View {
  const allowed = params["allow"];
  if (!Array.isArray(allowed) || !values.ipam) return {};
  const names = (value: string) => (value === "" || value === "hostscope-legacy" ? "host-scope" : value);
  const allowedModes = values.ipam.modes.filter(({ value }) => allowed.includes(names(value)));
  const skippedModes = values.ipam.modes.filter(({ value }) => !allowed.includes(names(value)));
  return {
    ipamSelected: values.ipam.selected,
    emptyIsHostScope: values.ipam.modes.some(({ value }) => value === ""),
    allowedModes: allowedModes.filter(({ value }) => value !== ""),
    allowedNames: allowedModes.map(({ value }) => names(value)),
    skippedModes,
    skippedNames: skippedModes.map(({ value }) => names(value)),
    firstSkipped: skippedModes[0]?.expression,
  };
}

/** A variant with a flag of fixed name only adds it where the user has to opt in. */
function flagView(variant: VariantSpec, params: ParamValues): View {
  const name = variant.flag?.name;
  const flag = name === undefined ? params["flag"] : params["opt-in"] === true ? name : undefined;
  if (typeof flag !== "string" || !variant.flag) return {};
  const identifier = identifierOf(flag);
  const view: FlagView = {
    flag,
    flagConstant: `${identifier}Name`,
    optionField: identifier,
    flagDefault: params["default"] === true,
    flagHelp: variant.flag.help,
    flagControls: variant.flag.controls,
    nodeConfigField: variant.flag.nodeConfigField,
    nodeConfigSign: variant.flag.inverted ? "!" : "",
  };
  return { ...view };
}

/** Texts in which a name that a variant would add may already stand. */
export function takenNames(
  sources: Sources,
  view: View,
): Record<"optionText" | "referenceText" | "flagsText", string> {
  const flagsFile = typeof view["flagsFile"] === "string" ? view["flagsFile"] : "";
  return {
    optionText: sources.text(paths.option) ?? "",
    referenceText: sources.text(paths.commandReference) ?? "",
    flagsText: sources.text(flagsFile) ?? "",
  };
}
