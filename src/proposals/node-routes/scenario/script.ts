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
  /** Whether a node is deleted that this run of the agent only knows from the state of the last one. */
  readonly Restored?: boolean;
}

/** Builds a script step by step. */
export class Script {
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

  /** The deletion of a node that went while the agent was down. */
  removeRestored(one: ScenarioNode): this {
    return this.#push("delete", `delete ${nameOf(one)}, restored`, { Node: one, Restored: true });
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
