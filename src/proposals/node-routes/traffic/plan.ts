import type { Setting, SkipRule, Switch } from "../promise.ts";
import type { PlannedRun } from "../trial.ts";

/** Whether node B's kernel drops packets whose reply would leave through another device (`rp_filter`, RFC 3704). */
export type ReversePathFilter = 0 | 1;

/** One planned run with packets. */
export interface PlannedTraffic extends PlannedRun {
  readonly rpFilter: ReversePathFilter;
  readonly switch: Switch;
  /** Which prefixes get no routes with the setting; undefined if it changes nothing. */
  readonly rule: SkipRule | undefined;
}

const filters: readonly ReversePathFilter[] = [0, 1];

/** The runs of a series with one of its settings. */
export function planTraffic(series: string, { setting, skip, rule }: Setting): PlannedTraffic[] {
  return filters.map((rpFilter) => ({
    name: [series, setting, `rp_filter ${rpFilter}`].filter(Boolean).join(" "),
    series,
    setting,
    rpFilter,
    switch: skip,
    rule,
  }));
}
