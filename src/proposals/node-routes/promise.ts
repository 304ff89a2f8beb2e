import type { ParamValues, Variant } from "../../plan/index.ts";
import type { NodeRouteFacts } from "./facts/facts.ts";
import type { SkipRule } from "./scenario/model.ts";
import type { ScenarioSwitch } from "./scenario/script.ts";

/** One setting of a variant, as a user can choose it. */
export interface Setting {
  readonly setting: string;
  readonly skip: ScenarioSwitch;
  readonly keep: ScenarioSwitch | null;
  /** Undefined if the setting changes nothing. */
  readonly rule: SkipRule | undefined;
}

/** Settings of an unpatched tree. */
export const nothing: ScenarioSwitch = { fields: {}, mode: "", clusterID: 0 };

/** The settings of a variant, from the params of the series. */
export function settingsOf({ spec }: Variant, params: ParamValues, facts: NodeRouteFacts): Setting[] {
  const field = spec.flag?.nodeConfigField ?? "";
  const on: ScenarioSwitch = { ...nothing, fields: { [field]: true } };
  const off: ScenarioSwitch = { ...nothing, fields: { [field]: false } };
  switch (spec.id) {
    case "flag-gate":
      return [
        { setting: "default", skip: off, keep: off, rule: undefined },
        { setting: "off", skip: on, keep: off, rule: "remote" },
      ];
    case "ipam-mode": {
      const { allowed = "", skipped } = modesOf(params, facts);
      const keep: ScenarioSwitch = { ...nothing, mode: allowed };
      const unchanged = (setting: string, skip: ScenarioSwitch): Setting => ({
        setting,
        skip,
        keep: skip,
        rule: undefined,
      });
      if (skipped === undefined) return [unchanged(allowed || "host scope", keep)];
      const skip = { ...nothing, mode: skipped };
      return [
        unchanged(allowed || "host scope", keep),
        unchanged(`${skipped}, cluster ID 1`, { ...skip, clusterID: 1 }),
        { setting: skipped, skip, keep, rule: "remote" },
      ];
    }
    default:
      // cidr-validation, and any other variant that skips without a setting.
      return params["opt-in"] === true
        ? [
            { setting: "default", skip: off, keep: off, rule: undefined },
            { setting: "on", skip: on, keep: off, rule: "equal" },
          ]
        : [{ setting: "", skip: nothing, keep: null, rule: "equal" }];
  }
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
