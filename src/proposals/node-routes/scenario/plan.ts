import type { ParamValues, Variant } from "../../../plan/index.ts";
import type { NodeRouteFacts } from "../facts/facts.ts";
import { nothing, settingsOf } from "../promise.ts";
import type { ModelSwitch } from "./model.ts";
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
} from "./script.ts";

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

/** Forms of the scenario that also run on the unpatched tree. */
const journeys: Readonly<Record<string, (settings: ScriptSettings) => ScriptEvent[]>> = {
  "": fullScript,
  native: (settings) => nativeScript(settings, false),
  direct: (settings) => nativeScript(settings, true),
};

/** The runs of the unpatched tree, with which others are compared. */
export function planBaseRuns(facts: NodeRouteFacts): PlannedRun[] {
  const release = releaseOf(facts);
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
export function planRuns(variant: Variant, params: ParamValues, facts: NodeRouteFacts): PlannedRun[] {
  const release = releaseOf(facts);
  const id = variant.spec.id;
  return settingsOf(variant, params, facts).flatMap((setting) => {
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

function releaseOf({ secondaryCIDRs, clusterRoute }: NodeRouteFacts): ScenarioRelease {
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
