/** A node as the scenario describes it; the Go test reads these names. */
export interface ScenarioNode {
  readonly Name: string;
  /** "" for the own cluster. */
  readonly Cluster: string;
  readonly IP: string;
  readonly CIDRs: readonly string[];
  /** The node that the handler runs on. */
  readonly Local: boolean;
}

/** One thing that happens to the handler. */
export interface ScriptEvent {
  readonly Step: string;
  readonly Event: string;
  readonly Op: "add" | "update" | "delete" | "validate" | "configure" | "restart" | "set" | "plant";
  readonly Node?: ScenarioNode;
  readonly Old?: ScenarioNode;
  /** Fields of the node configuration that a later `configure` hands over. */
  readonly Fields?: Readonly<Record<string, boolean>>;
  /** Service ranges, likewise. */
  readonly Auxiliary?: readonly string[];
  /** IPAM mode; "" leaves the choice to the release. */
  readonly Mode?: string;
  readonly Prefixes?: readonly string[];
}

/** What a release has that the scenario can make use of. */
export interface ScenarioRelease {
  readonly secondaryCIDRs: boolean;
  readonly clusterRoute: boolean;
}

/** How a run is told to skip routes, or not to. */
export interface ScenarioSwitch {
  readonly fields: Readonly<Record<string, boolean>>;
  readonly mode: string;
}

/** What a run goes through. */
export interface ScriptSettings {
  readonly localRoute: boolean;
  readonly ipv4: boolean;
  readonly ipv6: boolean;
  readonly release: ScenarioRelease;
  /** How it is from the start on. */
  readonly skip: ScenarioSwitch;
  /** How an earlier run of the agent left routes behind; null where no setting makes one that does, and they are planted. */
  readonly keep: ScenarioSwitch | null;
}

/** The pod CIDRs that all nodes of the report share. */
export const sharedCIDRs = ["10.247.2.0/24", "fd00:2::/96"];
/** Those of a clustermesh peer. */
export const otherCIDRs = ["10.247.144.0/24", "fd00:144::/96"];
const thirdCIDRs = ["10.247.30.0/24", "fd00:30::/96"];
/** Lies within a shared CIDR. */
const nestedCIDRs = ["10.247.2.128/25", "fd00:2::8000:0/97"];
const secondCIDRs = ["10.247.60.0/24", "fd00:60::/96"];
/** Service ranges at first, and after a change. */
export const serviceRanges = ["10.96.0.0/16", "fd00:96::/112"];
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

/** Writes a script step by step. */
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

  set(what: Pick<ScriptEvent, "Fields" | "Auxiliary" | "Mode">): this {
    return this.#push("set", "set", what);
  }

  plant(Prefixes: readonly string[]): this {
    return this.#push("plant", "leftovers", { Prefixes });
  }

  #push(Op: ScriptEvent["Op"], Event: string, rest: Partial<ScriptEvent>): this {
    this.events.push({ Step: this.#step, Event, Op, ...rest });
    return this;
  }
}

function nameOf(one: ScenarioNode): string {
  return one.Local ? "local node" : one.Name;
}

/** The whole life of a node: every event of the behaviour tables, restart and both flips. */
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
  if (settings.release.secondaryCIDRs) {
    const second = { ...lab5, CIDRs: [...thirdCIDRs, ...secondCIDRs, ...nestedCIDRs] };
    script.step("7 secondary CIDRs").add(second).validate(second).update(second, lab5).remove(lab5);
    const grown = { ...local, CIDRs: [...sharedCIDRs, ...otherCIDRs] };
    script.step("8 changed local CIDRs").update(local, grown).validate(lab9, grown).update(grown, local);
  }
  restartOnLeftovers(script, settings);
  if (settings.keep !== null) flip(script, settings, settings.keep);
  if (settings.release.clusterRoute) {
    script.step("c single cluster route").set({ Fields: { UseSingleClusterRoute: true } });
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

/** The same nodes in another order, made from the number: any order has to end in the same routes. */
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
  const script = new Script().step("1 start");
  configuration(script, settings);
  return script.add(local).configure().add(lab4).add(lab9);
}

function configuration(script: Script, { localRoute, ipv4, ipv6, skip }: ScriptSettings): void {
  script.set({
    Fields: { EnableLocalNodeRoute: localRoute, EnableIPv4: ipv4, EnableIPv6: ipv6, ...skip.fields },
    Auxiliary: serviceRanges,
    Mode: skip.mode,
  });
}

/** A handler that knows the shared CIDR from its configuration when remote nodes come, the local node comes last. */
function again(script: Script): Script {
  return script.restart().add(lab4).add(lab9).configure().add(local);
}

/** An agent that skips nothing ran before: its routes are there when the one that skips starts. */
function restartOnLeftovers(script: Script, settings: ScriptSettings): void {
  script.step("a leftovers");
  if (settings.keep === null) {
    const families = sharedCIDRs.filter((cidr) => (cidr.includes(":") ? settings.ipv6 : settings.ipv4));
    script.plant(families);
  } else {
    script.set({ Fields: settings.keep.fields, Mode: settings.keep.mode });
    // Last, so that the leftover is the remote node's, with an MTU.
    again(script).validate(lab4);
    script.set({ Fields: settings.skip.fields, Mode: settings.skip.mode });
  }
  script.step("b restart");
  again(script).validate(lab4, lab9, local);
}

/** Back to routes for all nodes by a restart alone, and to none again. */
function flip(script: Script, settings: ScriptSettings, keep: ScenarioSwitch): void {
  script.step("f flip to routes").set({ Fields: keep.fields, Mode: keep.mode });
  again(script).validate(lab4);
  script.step("g flip back").set({ Fields: settings.skip.fields, Mode: settings.skip.mode });
  again(script).validate(lab4, lab9, local);
}

/** A small generator of numbers from 0 to 1 that gives the same ones for the same seed (mulberry32). */
function makeRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
