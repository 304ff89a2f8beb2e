import { z } from "zod";
import { PatchkitError } from "../../errors.ts";
import type { ParamValues, Variant } from "../../plan/index.ts";
import type { Untried } from "../../verify/index.ts";
import type { NodeRouteFacts } from "./facts/facts.ts";

/** Which prefixes of remote nodes get no routes, in a setting that skips. */
export type SkipRule = Promised["skips"];

/** What makes a handler skip routes, or not. */
export interface Switch {
  readonly fields: Readonly<Record<string, boolean>>;
  readonly mode: string;
  readonly clusterID: number;
}

/** One setting of a variant, as a user can choose it. */
export interface Setting {
  readonly setting: string;
  readonly skip: Switch;
  /** Arguments of an agent that choose it, as far as they differ from those of the report. */
  readonly args: readonly string[];
  /** What an earlier agent had that skipped nothing; null if no setting does. */
  readonly keep: Switch | null;
  /** Undefined if the setting changes nothing. */
  readonly rule: SkipRule | undefined;
}

/** `promise` in the variant.json of a variant that changes which routes there are. */
const promised = z.strictObject({
  /** All prefixes of remote nodes, or those that equal a CIDR of the local node or a service range. */
  skips: z.enum(["remote", "equal"]),
  /** `opt-in`: by the flag if the param of that name is true, else everywhere. */
  where: z.enum(["everywhere", "flag", "opt-in", "mode"]),
});

type Promised = z.infer<typeof promised>;

const nothing: Switch = { fields: {}, mode: "", clusterID: 0 };

/** The only setting of an unpatched tree. */
export const unpatched: Setting = { setting: "", skip: nothing, keep: nothing, args: [], rule: undefined };

/**
 * The settings of a variant, from its promise and the params of the series; why there are none if it promises nothing.
 *
 * @throws PatchkitError `plan/bad-template`.
 */
export function settingsOf(
  variant: Variant,
  params: ParamValues,
  facts: NodeRouteFacts,
): readonly Setting[] | Untried {
  const promise = promiseOf(variant);
  if (!promise) return { reason: `variant.json of ${variant.spec.id} states no promise about routes` };
  const { skips: rule, where } = promise;
  if (where === "mode") return byMode(rule, params, facts);
  if (where === "flag" || (where === "opt-in" && params["opt-in"] === true))
    return byFlag(rule, variant, params);
  return [{ setting: "", skip: nothing, keep: null, args: [], rule }];
}

function promiseOf({ proposal, spec }: Variant): Promised | undefined {
  if (spec.promise === undefined) return undefined;
  const parsed = promised.safeParse(spec.promise);
  if (!parsed.success) throw badPromise(`${proposal}/${spec.id}`, z.prettifyError(parsed.error));
  return parsed.data;
}

function badPromise(variant: string, reason: string): PatchkitError {
  return new PatchkitError("plan/bad-template", `${variant}/variant.json: promise: ${reason}`, {
    hint: "See CONTRIBUTING.md on variants.",
  });
}

function byFlag(rule: SkipRule, { proposal, spec: { id, flag } }: Variant, params: ParamValues): Setting[] {
  const field = flag?.nodeConfigField;
  if (field === undefined)
    throw badPromise(`${proposal}/${id}`, "expected a flag with a nodeConfigField, found none");
  const on: Switch = { ...nothing, fields: { [field]: true } };
  const off: Switch = { ...nothing, fields: { [field]: false } };
  const isInverted = flag?.inverted === true;
  const name = flag?.name ?? String(params["flag"]);
  const chosen = (skips: boolean) => [`--${name}=${skips !== isInverted}`];
  // Only variants with a param for it have a default that may already skip.
  const skipsByDefault = params["default"] === !isInverted;
  return [
    { setting: "default", skip: off, keep: off, args: skipsByDefault ? chosen(false) : [], rule: undefined },
    { setting: isInverted ? "off" : "on", skip: on, keep: off, args: chosen(true), rule },
  ];
}

function byMode(rule: SkipRule, params: ParamValues, facts: NodeRouteFacts): Setting[] {
  const { allowed = "", skipped } = modesOf(params, facts);
  const keep: Switch = { ...nothing, mode: allowed };
  const unchanged = (setting: string, skip: Switch): Setting => ({
    setting,
    skip,
    keep: skip,
    args: argsOf(skip),
    rule: undefined,
  });
  if (skipped === undefined) return [unchanged(allowed || "host scope", keep)];
  const skip = { ...nothing, mode: skipped };
  return [
    unchanged(allowed || "host scope", keep),
    unchanged(`${skipped}, cluster ID 1`, { ...skip, clusterID: 1 }),
    { setting: skipped, skip, keep, args: argsOf(skip), rule },
  ];
}

function argsOf({ mode }: Switch): string[] {
  return mode === "" ? [] : [`--ipam=${mode}`];
}

/** The first mode of the release that is allowed, and the first that is not. */
function modesOf(params: ParamValues, { ipam }: NodeRouteFacts): { allowed?: string; skipped?: string } {
  const list = Array.isArray(params["allow"]) ? (params["allow"] as readonly string[]) : [];
  const isAllowed = (value: string) =>
    list.includes(value === "" || value === "hostscope-legacy" ? "host-scope" : value);
  const values = ipam.modes.map(({ value }) => value);
  const allowed = values.find(isAllowed);
  const skipped = values.find((value) => !isAllowed(value));
  return { ...(allowed === undefined ? {} : { allowed }), ...(skipped === undefined ? {} : { skipped }) };
}
