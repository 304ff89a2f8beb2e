import type { ParamValues, Variant } from "../plan/index.ts";
import type { FactValues } from "../profile/index.ts";
import type { SkipRule } from "./scenario-model.ts";
import { nothing, type Setting, settingsOf } from "./scenario-plan.ts";
import type { ScenarioSwitch } from "./scenario-script.ts";

/** Whether node B's kernel drops on arrival what it would answer another way (`rp_filter`, RFC 3704). */
export type ReversePathFilter = 0 | 1;

/** One picture to be made, with packets in it. */
export interface PlannedTraffic {
  readonly name: string;
  /** `base` or a variant's id. */
  readonly series: string;
  readonly setting: string;
  readonly rpFilter: ReversePathFilter;
  readonly switch: ScenarioSwitch;
  /** What the setting keeps routes from; undefined where it changes nothing. */
  readonly rule: SkipRule | undefined;
}

const filters: readonly ReversePathFilter[] = [0, 1];

/** The pictures of the unpatched tree. */
export function planBaseTraffic(): PlannedTraffic[] {
  return filters.map((rpFilter) => ({
    name: nameOf(["base"], rpFilter),
    series: "base",
    setting: "",
    rpFilter,
    switch: nothing,
    rule: undefined,
  }));
}

/** The pictures of a series in each of its settings. */
export function planTraffic(variant: Variant, params: ParamValues, values: FactValues): PlannedTraffic[] {
  const series = variant.spec.id;
  return settingsOf(variant, params, values).flatMap(({ setting, skip, rule }: Setting) =>
    filters.map((rpFilter) => ({
      name: nameOf([series, setting], rpFilter),
      series,
      setting,
      rpFilter,
      switch: skip,
      rule,
    })),
  );
}

function nameOf(words: readonly string[], rpFilter: ReversePathFilter): string {
  return [...words, `rp_filter ${rpFilter}`].filter(Boolean).join(" ");
}
