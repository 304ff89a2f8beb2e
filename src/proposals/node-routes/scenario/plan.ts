import type { NodeRouteFacts } from "../facts/facts.ts";
import type { Setting, Switch } from "../promise.ts";
import { baseSeries, type PlannedRun } from "../trial.ts";
import {
  earlyScript,
  fullScript,
  nativeScript,
  type ScenarioRelease,
  type ScriptSettings,
  shortScript,
} from "./journeys.ts";
import type { ModelSwitch } from "./model.ts";
import { orderScript } from "./order-script.ts";
import type { ScriptEvent } from "./script.ts";

/** One planned run, and its expectations. */
export interface PlannedScenario extends PlannedRun {
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

/** The runs of a series with one of its settings. Those of a setting that changes nothing are compared with the base's. */
export function planScenario(
  series: string,
  { setting, skip, keep, rule }: Setting,
  facts: NodeRouteFacts,
): PlannedScenario[] {
  const release = releaseOf(facts);
  const model: ModelSwitch | null =
    rule === undefined ? null : { rule, isOn: (...state) => isSwitchedOn(skip, ...state) };
  const run = (
    words: string,
    settings: ScriptSettings,
    events: readonly ScriptEvent[],
    judgedBy = model,
    journey = "",
  ): PlannedScenario => ({
    name: [series, setting, words].filter(Boolean).join(" "),
    series,
    setting,
    localRoute: settings.localRoute,
    events,
    skip: judgedBy,
    baseRun: `${baseSeries} ${settingWords(settings.localRoute, journey)}`,
  });
  const both = [false, true].flatMap((localRoute) => {
    const settings = scriptSettings(release, localRoute, { skip, keep });
    // If all remote nodes are skipped, native routing must not change.
    const native = rule === "remote" ? null : model;
    return Object.entries(journeys).map(([journey, script]) =>
      run(
        settingWords(localRoute, journey),
        settings,
        script(settings),
        journey === "" ? model : native,
        journey,
      ),
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
    return run(`early events, ${settingWords(localRoute)}`, settings, earlyScript(settings));
  });
  const orders = [1, 2, 3, 4, 5, 6].map((seed) => {
    const settings = scriptSettings(release, seed % 2 === 0, { skip, keep });
    return run(`order ${seed}`, settings, orderScript(settings, seed));
  });
  return [...both, ...families, ...early, ...orders];
}

function settingWords(localRoute: boolean, journey = ""): string {
  return `local ${localRoute ? "on" : "off"}${journey && `, ${journey}`}`;
}

function releaseOf({ secondaryCIDRs, clusterRoute, restoredNodes }: NodeRouteFacts): ScenarioRelease {
  return { secondaryCIDRs, clusterRoute, restoredNodes };
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
  skip: Switch,
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
