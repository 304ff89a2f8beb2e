import type { Switch } from "../promise.ts";
import { otherCIDRs, serviceRanges, sharedCIDRs } from "../trial-setup.ts";
import {
  changedRanges,
  inventedCIDRs,
  lab4,
  lab5,
  lab6,
  lab7,
  lab9,
  local,
  moved,
  nestedCIDRs,
  renumbered,
  secondCIDRs,
  thirdCIDRs,
} from "./nodes.ts";
import { Script, type ScriptEvent } from "./script.ts";

/** Features of a release that the scenario can use. */
export interface ScenarioRelease {
  readonly secondaryCIDRs: boolean;
  readonly clusterRoute: boolean;
  /** Whether nodes that went while the agent was down are deleted in its next run. */
  readonly restoredNodes: boolean;
}

/** Settings of a run. */
export interface ScriptSettings {
  readonly localRoute: boolean;
  readonly ipv4: boolean;
  readonly ipv6: boolean;
  readonly release: ScenarioRelease;
  /** Settings at the start. */
  readonly skip: Switch;
  /** Settings of an earlier run that left routes behind; null if no setting does, so routes are planted. */
  readonly keep: Switch | null;
}

/** Steps that verdicts look for. */
export const steps = {
  start: "1 start",
  leftovers: "a leftovers",
  restart: "b restart",
  singleClusterRoute: "c single cluster route",
} as const;

/** A complete node life cycle: every event of the behaviour tables, a restart and both switches of the setting. */
export function fullScript(settings: ScriptSettings): ScriptEvent[] {
  const script = start(settings);
  script.step("2 changed address").update(lab4, moved);
  script.step("3 validation").validate(moved, lab9, local);
  const elsewhere = { ...moved, CIDRs: thirdCIDRs };
  const nested = { ...moved, CIDRs: nestedCIDRs };
  script.step("4 changed CIDR").update(moved, elsewhere).update(elsewhere, nested).update(nested, moved);
  script.step("5 deletion").remove(moved).add(lab4).add(lab6).remove(lab6).add(lab5).remove(lab5);
  script.step("6 service ranges").set({ Auxiliary: changedRanges }).configure();
  script.set({ Auxiliary: serviceRanges }).configure();
  const invented = { ...local, CIDRs: inventedCIDRs };
  script.step("w wide local CIDR").update(local, invented).add(lab7).validate(lab7, invented).remove(lab7);
  script.update(invented, local);
  if (settings.release.secondaryCIDRs) {
    const second = { ...lab5, CIDRs: [...thirdCIDRs, ...secondCIDRs, ...nestedCIDRs] };
    script.step("7 secondary CIDRs").add(second).validate(second).update(second, lab5).remove(lab5);
    const grown = { ...local, CIDRs: [...sharedCIDRs, ...otherCIDRs] };
    script.step("8 changed local CIDRs").update(local, grown).validate(lab9, grown).update(grown, local);
  }
  restartOnLeftovers(script, settings);
  const families = sharedCIDRs.filter((cidr) => isEnabled(cidr, settings));
  script.step("t routes of others").plantForeign(families).validate(lab4, local).remove(lab4).add(lab4);
  script.step("u").unplant();
  if (settings.keep !== null) flip(script, settings, settings.keep);
  if (settings.keep !== null) renumber(script, settings, settings.keep);
  if (settings.release.restoredNodes) {
    leaveRoutes(script, settings);
    script.step("r node deleted while the agent was down").restart().add(local).add(lab9).configure();
    script.removeRestored(lab4).add(lab4).remove(lab4);
  }
  if (settings.release.clusterRoute) {
    script.step(steps.singleClusterRoute).set({ Fields: { UseSingleClusterRoute: true } });
    again(script).validate(lab4, lab9, local).remove(lab4);
  }
  return script.events;
}

/** The first steps only, for runs with one address family. */
export function shortScript(settings: ScriptSettings): ScriptEvent[] {
  const script = start(settings);
  script.step("2 changed address").update(lab4, moved);
  script.step("3 validation").validate(moved, lab9, local);
  script.step("5 deletion").remove(moved);
  restartOnLeftovers(script, settings);
  return script.events;
}

/**
 * Node events and a validation before the first configuration, with a leftover route: the handler must not decide
 * anything before it is configured.
 */
export function earlyScript(settings: ScriptSettings): ScriptEvent[] {
  const script = new Script();
  configuration(script, settings);
  leaveRoutes(script, settings);
  script.step(steps.restart).restart().add(local).add(lab4).add(lab9).validate(local).configure();
  return script.validate(lab4, lab9, local).events;
}

/** Native routing, with and without direct routes: nothing is encapsulated. */
export function nativeScript(settings: ScriptSettings, direct: boolean): ScriptEvent[] {
  const script = new Script().step(direct ? "d direct routes" : "n native routing");
  configuration(script, settings);
  script.set({ Fields: { EnableEncapsulation: false, EnableAutoDirectRouting: direct } });
  script
    .add(local)
    .configure()
    .add(lab4)
    .validate(lab4, local)
    .update(lab4, moved)
    .validate(local)
    .remove(moved);
  return script.validate(local).events;
}

function start(settings: ScriptSettings): Script {
  const script = new Script().step(steps.start);
  configuration(script, settings);
  return script.add(local).configure().add(lab4).add(lab9);
}

export function configuration(script: Script, { localRoute, ipv4, ipv6, skip }: ScriptSettings): void {
  script.set({
    Fields: {
      EnableLocalNodeRoute: localRoute,
      EnableIPv4: ipv4,
      EnableIPv6: ipv6,
      EnableEncapsulation: true,
      EnableAutoDirectRouting: false,
      ...skip.fields,
    },
    Auxiliary: serviceRanges,
    Mode: skip.mode,
    ClusterID: skip.clusterID,
  });
}

function switchTo({ fields, mode, clusterID }: Switch) {
  return { Fields: fields, Mode: mode, ClusterID: clusterID };
}

function isEnabled(cidr: string, { ipv4, ipv6 }: ScriptSettings): boolean {
  return cidr.includes(":") ? ipv6 : ipv4;
}

/** The handler knows the shared CIDR from its configuration when remote nodes arrive; the local node is last. */
function again(script: Script): Script {
  return script.restart().add(lab4).add(lab9).configure().add(local);
}

/** An earlier agent skipped nothing: its routes exist when the one that skips starts. */
function restartOnLeftovers(script: Script, settings: ScriptSettings): void {
  leaveRoutes(script, settings);
  script.step(steps.restart);
  again(script).validate(lab4, lab9, local);
}

function leaveRoutes(script: Script, settings: ScriptSettings): void {
  script.step(steps.leftovers);
  if (settings.keep === null) {
    script.plant(sharedCIDRs.filter((cidr) => isEnabled(cidr, settings)));
    return;
  }
  script.set(switchTo(settings.keep));
  // Last, so that the leftover is the remote node's, with an MTU.
  again(script).validate(lab4);
  script.set(switchTo(settings.skip));
}

/** Only by restarts: back to routes for all nodes, and to none again. */
function flip(script: Script, settings: ScriptSettings, keep: Switch): void {
  script.step("f flip to routes").set(switchTo(keep));
  again(script).validate(lab4);
  script.step("g flip back").set(switchTo(settings.skip));
  again(script).validate(lab4, lab9, local);
}

/** The local node announces a CIDR that a remote node also announces and its agent is not configured with. */
function renumber(script: Script, settings: ScriptSettings, keep: Switch): void {
  script.step("k other local CIDRs").set(switchTo(keep));
  script.restart().configure().add(local).update(local, renumbered).add(lab5).validate(lab5);
  script.step("m other local CIDRs, restart").set(switchTo(settings.skip));
  script.restart().add(lab5).configure().add(renumbered).validate(lab5, renumbered);
  script.update(renumbered, local);
}
