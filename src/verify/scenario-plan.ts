import type { ParamValues, Variant } from "../plan/index.ts";
import type { FactValues } from "../profile/index.ts";
import type { ModelSwitch, SkipRule } from "./scenario-model.ts";
import {
  earlyScript,
  fullScript,
  nativeScript,
  orderScript,
  type ScenarioRelease,
  type ScenarioSwitch,
  type ScriptEvent,
  type ScriptSettings,
  shortScript,
} from "./scenario-script.ts";

/** One planned run, and its expectations. */
export interface PlannedRun {
  readonly name: string;
  /** `base` or a variant's id. */
  readonly series: string;
  readonly setting: string;
  readonly localRoute: boolean;
  readonly events: readonly ScriptEvent[];
  /** How the run skips; null if it must equal the run of that name on the unpatched tree. */
  readonly skip: ModelSwitch | null;
  /** The base run to compare with. */
  readonly baseRun: string;
}

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

/** Forms of the scenario that also run on the unpatched tree. */
const journeys: Readonly<Record<string, (settings: ScriptSettings) => ScriptEvent[]>> = {
  "": fullScript,
  native: (settings) => nativeScript(settings, false),
  direct: (settings) => nativeScript(settings, true),
};

/** The runs of the unpatched tree, with which others are compared. */
export function planBaseRuns(values: FactValues): PlannedRun[] {
  const release = releaseOf(values);
  return [false, true].flatMap((localRoute) =>
    Object.entries(journeys).map(([journey, script]) => {
      const settings = scriptSettings(release, localRoute, { skip: nothing, keep: nothing });
      return {
        name: baseRunName(localRoute, journey),
        series: "base",
        setting: "",
        localRoute,
        events: script(settings),
        skip: null,
        baseRun: baseRunName(localRoute, journey),
      };
    }),
  );
}

/** The runs of a series with each of its settings. */
export function planRuns(variant: Variant, params: ParamValues, values: FactValues): PlannedRun[] {
  const release = releaseOf(values);
  const id = variant.spec.id;
  return settingsOf(variant, params, values).flatMap((setting) => {
    const { skip, keep, rule } = setting;
    const model: ModelSwitch | null =
      rule === undefined ? null : { rule, isOn: (...state) => isSwitchedOn(skip, ...state) };
    const run = (
      words: string,
      settings: ScriptSettings,
      events: readonly ScriptEvent[],
      judgedBy = model,
      journey = "",
    ): PlannedRun => ({
      name: [id, setting.setting, words].filter(Boolean).join(" "),
      series: id,
      setting: setting.setting,
      localRoute: settings.localRoute,
      events,
      skip: judgedBy,
      baseRun: baseRunName(settings.localRoute, journey),
    });
    const both = [false, true].flatMap((localRoute) => {
      const settings = scriptSettings(release, localRoute, { skip, keep });
      const words = `local ${localRoute ? "on" : "off"}`;
      // If all remote nodes are skipped, native routing must not change.
      const native = rule === "remote" ? null : model;
      return Object.entries(journeys).map(([journey, script]) =>
        journey === ""
          ? run(words, settings, script(settings))
          : run(`${words}, ${journey}`, settings, script(settings), native, journey),
      );
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
    const early = [false, true].map((localRoute) => {
      const settings = scriptSettings(release, localRoute, { skip, keep });
      return run(`early events, local ${localRoute ? "on" : "off"}`, settings, earlyScript(settings));
    });
    const orders = [1, 2, 3, 4, 5, 6].map((seed) => {
      const settings = scriptSettings(release, seed % 2 === 0, { skip, keep });
      return run(`order ${seed}`, settings, orderScript(settings, seed));
    });
    return [...both, ...families, ...early, ...orders];
  });
}

function baseRunName(localRoute: boolean, journey: string): string {
  return `base local ${localRoute ? "on" : "off"}${journey && `, ${journey}`}`;
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

/** Whether every field, the mode and the cluster ID match the switch. */
function isSwitchedOn(
  skip: ScenarioSwitch,
  fields: Readonly<Record<string, boolean>>,
  mode: string,
  clusterID: number,
): boolean {
  return (
    mode === skip.mode &&
    clusterID === skip.clusterID &&
    Object.entries(skip.fields).every(([name, value]) => fields[name] === value)
  );
}

/** The settings of a variant, from the params of the series. */
export function settingsOf({ spec }: Variant, params: ParamValues, values: FactValues): Setting[] {
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
      const { allowed = "", skipped } = modesOf(params, values);
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
function modesOf(params: ParamValues, { ipam }: FactValues): { allowed?: string; skipped?: string } {
  const list = Array.isArray(params["allow"]) ? (params["allow"] as readonly string[]) : [];
  const isAllowed = (value: string) =>
    list.includes(value === "" || value === "hostscope-legacy" ? "host-scope" : value);
  const values = (ipam?.modes ?? []).map(({ value }) => value);
  const allowed = values.find(isAllowed);
  const skipped = values.find((value) => !isAllowed(value));
  return { ...(allowed === undefined ? {} : { allowed }), ...(skipped === undefined ? {} : { skipped }) };
}
