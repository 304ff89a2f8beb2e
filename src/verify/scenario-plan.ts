import type { ParamValues, Variant } from "../plan/index.ts";
import type { FactValues } from "../profile/index.ts";
import type { ModelSwitch, SkipRule } from "./scenario-model.ts";
import {
  fullScript,
  orderScript,
  type ScenarioRelease,
  type ScenarioSwitch,
  type ScriptEvent,
  type ScriptSettings,
  shortScript,
} from "./scenario-script.ts";

/** One run to be made, and what it has to show. */
export interface PlannedRun {
  readonly name: string;
  /** `base` or a variant's id. */
  readonly series: string;
  readonly setting: string;
  readonly localRoute: boolean;
  readonly events: readonly ScriptEvent[];
  /** How the run skips; null where it has to do what the run of that name does on the unpatched tree. */
  readonly skip: ModelSwitch | null;
  /** Run of the base that this one is compared with. */
  readonly baseRun: string;
}

/** A variant's behaviour as a user sets it up. */
interface Setting {
  readonly setting: string;
  readonly skip: ScenarioSwitch;
  readonly keep: ScenarioSwitch | null;
  /** Undefined where the setting changes nothing. */
  readonly rule: SkipRule | undefined;
}

const nothing: ScenarioSwitch = { fields: {}, mode: "" };

/** The runs of the unpatched tree: those that others are compared with. */
export function planBaseRuns(values: FactValues): PlannedRun[] {
  const release = releaseOf(values);
  return [false, true].map((localRoute) => {
    const settings = scriptSettings(release, localRoute, { skip: nothing, keep: nothing });
    return {
      name: baseRunName(localRoute),
      series: "base",
      setting: "",
      localRoute,
      events: fullScript(settings),
      skip: null,
      baseRun: baseRunName(localRoute),
    };
  });
}

/** The runs of a series in each of its settings. */
export function planRuns(variant: Variant, params: ParamValues, values: FactValues): PlannedRun[] {
  const release = releaseOf(values);
  const id = variant.spec.id;
  return settingsOf(variant, params, values).flatMap((setting) => {
    const { skip, keep, rule } = setting;
    const model: ModelSwitch | null =
      rule === undefined ? null : { rule, isOn: (fields, mode) => isSwitchedOn(skip, fields, mode) };
    const run = (words: string, settings: ScriptSettings, events: readonly ScriptEvent[]): PlannedRun => ({
      name: [id, setting.setting, words].filter(Boolean).join(" "),
      series: id,
      setting: setting.setting,
      localRoute: settings.localRoute,
      events,
      skip: model,
      baseRun: baseRunName(settings.localRoute),
    });
    const both = [false, true].map((localRoute) => {
      const settings = scriptSettings(release, localRoute, { skip, keep });
      return run(`local ${localRoute ? "on" : "off"}`, settings, fullScript(settings));
    });
    if (model === null) return both;
    const families = [4, 6].map((family) => {
      const settings = {
        ...scriptSettings(release, false, { skip, keep }),
        ipv4: family === 4,
        ipv6: family === 6,
      };
      return run(`IPv${family} alone`, settings, shortScript(settings));
    });
    const orders = [1, 2, 3, 4, 5, 6].map((seed) => {
      const settings = scriptSettings(release, seed % 2 === 0, { skip, keep });
      return run(`order ${seed}`, settings, orderScript(settings, seed));
    });
    return [...both, ...families, ...orders];
  });
}

function baseRunName(localRoute: boolean): string {
  return `base local ${localRoute ? "on" : "off"}`;
}

function releaseOf({ secondaryCIDRs, clusterRoute }: FactValues): ScenarioRelease {
  return { secondaryCIDRs, clusterRoute };
}

function scriptSettings(
  release: ScenarioRelease,
  localRoute: boolean,
  switches: Pick<ScriptSettings, "skip" | "keep">,
): ScriptSettings {
  return { release, localRoute, ipv4: true, ipv6: true, ...switches };
}

/** Whether every field and the mode are as the switch has them. */
function isSwitchedOn(
  skip: ScenarioSwitch,
  fields: Readonly<Record<string, boolean>>,
  mode: string,
): boolean {
  return mode === skip.mode && Object.entries(skip.fields).every(([name, value]) => fields[name] === value);
}

/** What can be set of a variant, from the params that the series was rendered with. */
function settingsOf({ spec }: Variant, params: ParamValues, values: FactValues): Setting[] {
  const field = spec.flag?.nodeConfigField ?? "";
  const on: ScenarioSwitch = { fields: { [field]: true }, mode: "" };
  const off: ScenarioSwitch = { fields: { [field]: false }, mode: "" };
  switch (spec.id) {
    case "flag-gate":
      return [
        { setting: "default", skip: off, keep: off, rule: undefined },
        { setting: "off", skip: on, keep: off, rule: "remote" },
      ];
    case "ipam-mode": {
      const mode = skippedMode(params, values);
      const skipped: Setting[] =
        mode === undefined
          ? []
          : [{ setting: mode, skip: { fields: {}, mode }, keep: nothing, rule: "own-cluster" }];
      return [{ setting: "default", skip: nothing, keep: nothing, rule: undefined }, ...skipped];
    }
    default:
      // cidr-validation, and whatever else skips by itself.
      return params["opt-in"] === true
        ? [
            { setting: "default", skip: off, keep: off, rule: undefined },
            { setting: "on", skip: on, keep: off, rule: "overlap" },
          ]
        : [{ setting: "", skip: nothing, keep: null, rule: "overlap" }];
  }
}

/** The first mode of the release in which nodes have no pod CIDRs of their own. */
function skippedMode(params: ParamValues, { ipam }: FactValues): string | undefined {
  const allowed = Array.isArray(params["allow"]) ? (params["allow"] as readonly string[]) : [];
  return ipam?.modes
    .map(({ value }) => value)
    .find((value) => value !== "" && !allowed.includes(value) && value !== "hostscope-legacy");
}
