import type { Switch } from "../promise.ts";
import { otherCIDRs, serviceRanges, sharedCIDRs } from "../trial-setup.ts";

/** A node of the scenario; the Go test uses these field names. */
export interface ScenarioNode {
  readonly Name: string;
  /** "" for the own cluster. */
  readonly Cluster: string;
  readonly IP: string;
  readonly CIDRs: readonly string[];
  /** Whether the handler runs on this node. */
  readonly Local: boolean;
}

/** One event for the handler. */
export interface ScriptEvent {
  readonly Step: string;
  readonly Event: string;
  readonly Op:
    | "add"
    | "update"
    | "delete"
    | "validate"
    | "configure"
    | "restart"
    | "set"
    | "plant"
    | "unplant";
  readonly Node?: ScenarioNode;
  readonly Old?: ScenarioNode;
  /** Fields of the node configuration for a later `configure`. */
  readonly Fields?: Readonly<Record<string, boolean>>;
  /** Service ranges, likewise. */
  readonly Auxiliary?: readonly string[];
  /** IPAM mode and cluster ID, which a series may use; "" selects the release's default mode. */
  readonly Mode?: string;
  readonly ClusterID?: number;
  readonly Prefixes?: readonly string[];
  /** Whether the planted routes belong to another program: same except for protocol and metric. */
  readonly Foreign?: boolean;
}

/** Features of a release that the scenario can use. */
export interface ScenarioRelease {
  readonly secondaryCIDRs: boolean;
  readonly clusterRoute: boolean;
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

const thirdCIDRs = ["10.247.30.0/24", "fd00:30::/96"];
/** A CIDR within a shared one. */
const nestedCIDRs = ["10.247.2.128/25", "fd00:2::8000:0/97"];
/** A CIDR that an agent derives from its address, and the pod CIDR of another node within it. */
const inventedCIDRs = ["10.26.0.0/16", "fd00:26::/64"];
const realCIDRs = ["10.26.7.0/24", "fd00:26::/96"];
const secondCIDRs = ["10.247.60.0/24", "fd00:60::/96"];
const changedRanges = ["10.96.0.0/16", "fd00:96::/112", "10.97.0.0/16", "fd00:97::/112"];

const node = (Name: string, IP: string, CIDRs: readonly string[], Cluster = ""): ScenarioNode => ({
  Name,
  IP,
  CIDRs,
  Cluster,
  Local: false,
});

/** Nodes by their names in the report; `tt-lab9` is a node of the clustermesh peer. */
const local: ScenarioNode = { ...node("", "10.248.14.26", sharedCIDRs), Local: true };
const lab4 = node("tt-lab4", "10.248.14.24", sharedCIDRs);
const moved = { ...lab4, IP: "10.248.14.124" };
const lab9 = node("tt-lab9", "10.248.14.29", otherCIDRs, "tt-k8st2-ko");
const lab5 = node("tt-lab5", "10.248.14.22", thirdCIDRs);
const lab6 = node("tt-lab6", "10.248.14.20", otherCIDRs, "tt-k8st2-ko");
const lab7 = node("tt-lab7", "10.248.14.27", realCIDRs);
/** A node that announces CIDRs outside its agent's configuration, as another node does. */
const renumbered = { ...local, CIDRs: thirdCIDRs };

/** Steps that verdicts look for. */
export const steps = {
  start: "1 start",
  leftovers: "a leftovers",
  restart: "b restart",
  singleClusterRoute: "c single cluster route",
} as const;

/** Builds a script step by step. */
class Script {
  readonly events: ScriptEvent[] = [];
  #step = "";

  step(name: string): this {
    this.#step = name;
    return this;
  }

  add(one: ScenarioNode): this {
    return this.#push("add", `add ${nameOf(one)}`, { Node: one });
  }

  update(Old: ScenarioNode, Node: ScenarioNode): this {
    return this.#push("update", `update ${nameOf(Node)}`, { Old, Node });
  }

  remove(one: ScenarioNode): this {
    return this.#push("delete", `delete ${nameOf(one)}`, { Node: one });
  }

  validate(...nodes: ScenarioNode[]): this {
    for (const one of nodes) this.#push("validate", `validate ${nameOf(one)}`, { Node: one });
    return this;
  }

  configure(): this {
    return this.#push("configure", "configure", {});
  }

  restart(): this {
    return this.#push("restart", "restart", {});
  }

  set(what: Pick<ScriptEvent, "Fields" | "Auxiliary" | "Mode" | "ClusterID">): this {
    return this.#push("set", "set", what);
  }

  plant(Prefixes: readonly string[]): this {
    return this.#push("plant", "leftovers", { Prefixes });
  }

  plantForeign(Prefixes: readonly string[]): this {
    return this.#push("plant", "routes of another program", { Prefixes, Foreign: true });
  }

  /** Removes the routes of another program. */
  unplant(): this {
    return this.#push("unplant", "unplant", {});
  }

  #push(Op: ScriptEvent["Op"], Event: string, rest: Partial<ScriptEvent>): this {
    this.events.push({ Step: this.#step, Event, Op, ...rest });
    return this;
  }
}

function nameOf(one: ScenarioNode): string {
  return one.Local ? "local node" : one.Name;
}

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

/** The same nodes in another order, derived from the number: every order must lead to the same routes. */
export function orderScript(settings: ScriptSettings, seed: number): ScriptEvent[] {
  const random = makeRandom(seed);
  const script = new Script().step(`order ${seed}`);
  configuration(script, settings);
  const pending: (() => void)[] = [
    () => script.add(local),
    () => script.add(lab4),
    () => script.add(lab9),
    () => script.add(lab5),
    () => script.configure(),
  ];
  while (pending.length > 0) pending.splice(Math.floor(random() * pending.length), 1)[0]?.();
  const later: (() => void)[] = [
    () => script.validate(lab4),
    () => script.validate(local),
    () => script.remove(lab5),
    () => script.update(lab4, moved),
    () => script.validate(lab9),
  ];
  while (later.length > 0) later.splice(Math.floor(random() * later.length), 1)[0]?.();
  return script.events;
}

function start(settings: ScriptSettings): Script {
  const script = new Script().step(steps.start);
  configuration(script, settings);
  return script.add(local).configure().add(lab4).add(lab9);
}

function configuration(script: Script, { localRoute, ipv4, ipv6, skip }: ScriptSettings): void {
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

/** A small deterministic generator of numbers from 0 to 1 (mulberry32). */
function makeRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
