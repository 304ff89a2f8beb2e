import type { ScenarioEvent } from "../../../verify/index.ts";
import { baseSeries, type Judged, judged, missingRun } from "../trial.ts";
import { hostDevice, sharedCIDRs } from "../trial-setup.ts";
import { steps } from "./journeys.ts";
import { type ExpectedPrefixes, expectedPrefixes } from "./model.ts";
import type { PlannedScenario } from "./plan.ts";
import { isOfOthers, prefixesIn, routesTo } from "./records.ts";

/** Verdicts on a run; one of the unpatched tree must show the problem of the report. */
export function judgeRun(
  plan: PlannedScenario,
  events: readonly ScenarioEvent[],
  base: readonly ScenarioEvent[] | undefined,
): Judged[] {
  if (plan.series === baseSeries)
    return plan.localRoute || !hasLeftovers(events) ? [] : [problemShown(events)];
  if (!base) return [missingRun];
  const recorded = plan.events.filter(({ Op }) => Op !== "set" && Op !== "unplant");
  if (events.length !== recorded.length) {
    return [judged("every event happened", `${recorded.length} events`, `${events.length} events`)];
  }
  if (plan.skip === null) return [asBase(events, base)];
  const expected = expectedPrefixes(plan.events, plan.skip).filter(
    (_, index) => !["set", "unplant"].includes(plan.events[index]?.Op ?? ""),
  );
  const foreign = plan.events.find(({ Foreign }) => Foreign)?.Prefixes ?? [];
  const common = [
    asModelled(events, expected),
    quiet(events, expected),
    ...(isOneFamily(plan) ? [silentOfDisabled(events, plan)] : []),
    ...(foreign.length > 0 ? [foreignLeft(events, foreign)] : []),
  ];
  const own = plan.localRoute ? [neverDeleted(events, expected)] : [];
  if (!hasLeftovers(events)) return [...common, ...own];
  if (!plan.localRoute) return [...common, leftoversRemoved(events, plan)];
  return [...common, ...own, ...(hasLeftovers(base) ? [localRouteAsBefore(events, expected, base)] : [])];
}

/** Whether a run went through a restart on leftovers, as all but the shortest do. */
function hasLeftovers(events: readonly ScenarioEvent[]): boolean {
  return events.some(({ step }) => step === steps.leftovers);
}

function placeOf({ step, event }: ScenarioEvent): string {
  return `${step}, ${event}`;
}

/** After every event, the kernel routes exactly the prefixes to the host device that the series' rule allows. */
function asModelled(
  events: readonly ScenarioEvent[],
  expected: readonly (ExpectedPrefixes | undefined)[],
): Judged {
  const check = "routes after every event";
  let compared = 0;
  for (const [index, event] of events.entries()) {
    const wanted = expected[index];
    if (wanted === undefined) continue;
    compared++;
    const found = prefixesIn(event).filter((prefix) => !wanted.optional.includes(prefix));
    if (found.join(" ") !== wanted.required.join(" ")) {
      const words = (prefixes: readonly string[]) => `${placeOf(event)}: ${prefixes.join(" ") || "none"}`;
      return judged(check, words(wanted.required), words(found));
    }
  }
  const words = `as expected after ${compared} events`;
  return { check, expected: words, found: words, ok: compared > 0 };
}

/** Skipping logs no problems. Ignores the tunnel map: some releases create it in the loader, which does not run here. */
function quiet(
  events: readonly ScenarioEvent[],
  expected: readonly (ExpectedPrefixes | undefined)[],
): Judged {
  const isAlarm = (line: string) => /level="?(warn|error)/i.test(line) && !isAboutTunnelMap(line);
  const alarms = events.flatMap((event, index) =>
    expected[index] === undefined
      ? []
      : [...event.log.filter(isAlarm), ...(/tunnel/i.test(event.error) ? [] : [event.error])]
          .filter(Boolean)
          .map((line) => `${line} (${placeOf(event)})`),
  );
  return judged("no warning, no error", "none", alarms.join("; ").slice(0, 600) || "none");
}

/** Routes, log and errors of every event equal those of the unpatched tree. */
function asBase(events: readonly ScenarioEvent[], base: readonly ScenarioEvent[]): Judged {
  const check = "same as the unpatched tree";
  const plainly = ({ step, event, routes, log, error }: ScenarioEvent) =>
    JSON.stringify({ step, event, routes, log, error });
  const at = base.findIndex((event, index) => {
    const other = events[index];
    return !other || plainly(event) !== plainly(other);
  });
  const [theirs, ours] = [base[at], events[at]];
  if (at !== -1 && theirs)
    return judged(check, plainly(theirs).slice(0, 600), ours ? plainly(ours).slice(0, 600) : "no such event");
  const words = `the same in ${base.length} events`;
  return judged(check, words, events.length === base.length ? words : `${events.length} events`);
}

/** The problem of the report. */
function problemShown(events: readonly ScenarioEvent[]): Judged {
  const last = events.filter(({ step }) => step === steps.start).at(-1);
  const start = `${sharedCIDRs[0]} via 10.247.2.95 dev ${hostDevice}`;
  const found = last ? routesTo(last, sharedCIDRs[0] ?? "").join(", ") : "no event";
  return {
    check: "the shared CIDR is routed to the host device",
    expected: start,
    found,
    ok: found.startsWith(start),
  };
}

/** Whether one address family is disabled. */
function isOneFamily(plan: PlannedScenario): boolean {
  return plan.events.some(
    ({ Fields }) => Fields?.["EnableIPv4"] === false || Fields?.["EnableIPv6"] === false,
  );
}

/** The log does not mention prefixes of a disabled address family. */
function silentOfDisabled(events: readonly ScenarioEvent[], plan: PlannedScenario): Judged {
  const isIPv4Off = plan.events.some(({ Fields }) => Fields?.["EnableIPv4"] === false);
  const prefixes = sharedCIDRs.filter((cidr) => cidr.includes(":") !== isIPv4Off);
  const lines = events.flatMap(({ log }) =>
    log.filter((line) => !isAboutTunnelMap(line) && prefixes.some((prefix) => line.includes(prefix))),
  );
  return judged("no log line about a disabled address family", "none", lines[0] ?? "none");
}

function isAboutTunnelMap(line: string): boolean {
  return /tunnel endpoint map|tunnel map/i.test(line);
}

/** Routes of another program stay, even if nodes with the same prefix change. */
function foreignLeft(events: readonly ScenarioEvent[], prefixes: readonly string[]): Judged {
  const check = "routes of another program stay";
  const planted = events.find(({ event }) => event === "routes of another program");
  const isForeign = (text: string) =>
    prefixes.some((prefix) => text.startsWith(`${prefix} `)) && isOfOthers(text);
  const wanted = (planted?.routes ?? []).filter(isForeign);
  const later = events.filter(({ step }) => step === planted?.step);
  for (const event of later) {
    const lost = wanted.filter((text) => !event.routes.includes(text));
    if (lost.length > 0)
      return judged(check, wanted.join(", "), `without ${lost.join(", ")} (${placeOf(event)})`);
  }
  const words = `${wanted.length} routes after ${later.length} events`;
  return {
    check,
    expected: words,
    found: words,
    ok: wanted.length === 2 * prefixes.length && later.length > 1,
  };
}

/** Leftovers must exist first, or their removal proves nothing. */
function leftoversRemoved(events: readonly ScenarioEvent[], plan: PlannedScenario): Judged {
  const count = (step: string) => {
    const last = events.filter((event) => event.step === step).at(-1);
    return last ? sharedCIDRs.flatMap((prefix) => routesTo(last, prefix)).length : -1;
  };
  const expected = `${isOneFamily(plan) ? 1 : 2} before the restart, 0 after`;
  return judged(
    "leftovers of the shared CIDR are removed",
    expected,
    `${count(steps.leftovers)} before the restart, ${count(steps.restart)} after`,
  );
}

/** The local node's own route equals the one that the unpatched tree installs before another node arrives. */
function localRouteAsBefore(
  events: readonly ScenarioEvent[],
  expected: readonly (ExpectedPrefixes | undefined)[],
  base: readonly ScenarioEvent[],
): Judged {
  const check = "the local node's route is as before";
  const reference = base.find(({ event }) => event === "configure");
  const wanted = reference ? sharedCIDRs.flatMap((prefix) => routesTo(reference, prefix)).join(", ") : "";
  const isValidated = (event: ScenarioEvent) => event.event === "validate local node";
  for (const [index, event] of events.entries()) {
    const hasShared = sharedCIDRs.every((prefix) => expected[index]?.own.includes(prefix));
    if (!hasShared || !isValidated(event) || event.step === steps.singleClusterRoute) continue;
    const found = sharedCIDRs.flatMap((prefix) => routesTo(event, prefix)).join(", ");
    if (found !== wanted) return judged(check, wanted, `${found || "none"} (${placeOf(event)})`);
  }
  return { check, expected: wanted, found: wanted, ok: wanted !== "" };
}

/** The local node's route existed all the time. */
function neverDeleted(
  events: readonly ScenarioEvent[],
  expected: readonly (ExpectedPrefixes | undefined)[],
): Judged {
  const deletions = events.flatMap((event, index) =>
    event.monitor
      .filter(
        (line) =>
          (expected[index]?.own ?? []).some((prefix) => line.includes(`Deleted ${prefix} `)) &&
          line.includes(`dev ${hostDevice}`) &&
          !isOfOthers(line),
      )
      .map((line) => `${line} (${placeOf(event)})`),
  );
  return judged(
    "the local node's route is never deleted",
    "none",
    deletions.join("; ").slice(0, 600) || "none",
  );
}
