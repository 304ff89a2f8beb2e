import type { ParamValues, Variant } from "../../../plan/index.ts";
import type { NodeRouteFacts } from "../facts/facts.ts";
import { nothing, type Setting, settingsOf } from "../promise.ts";
import type { SkipRule } from "../scenario/model.ts";
import type { ScenarioSwitch } from "../scenario/script.ts";

/** Whether node B's kernel drops packets whose reply would leave through another device (`rp_filter`, RFC 3704). */
export type ReversePathFilter = 0 | 1;

/** One planned run with packets. */
export interface PlannedTraffic {
  readonly name: string;
  /** `base` or a variant's id. */
  readonly series: string;
  readonly setting: string;
  readonly rpFilter: ReversePathFilter;
  readonly switch: ScenarioSwitch;
  /** Which prefixes get no routes with the setting; undefined if it changes nothing. */
  readonly rule: SkipRule | undefined;
}

const filters: readonly ReversePathFilter[] = [0, 1];

/** The runs on the unpatched tree. */
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

/** The runs of a series with each of its settings. */
export function planTraffic(variant: Variant, params: ParamValues, facts: NodeRouteFacts): PlannedTraffic[] {
  const series = variant.spec.id;
  return settingsOf(variant, params, facts).flatMap(({ setting, skip, rule }: Setting) =>
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
