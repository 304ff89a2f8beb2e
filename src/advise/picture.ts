import type { Rule } from "./parse-rule-line.ts";
import type { Setting } from "./parse-settings.ts";
import type { Address, Prefix } from "./prefix.ts";
import type { Route } from "./route.ts";

/** A CIDR of a node, and the field that names it. */
export interface NodeCidr {
  readonly prefix: Prefix;
  readonly field: string;
}

/** What objects tell of a node. Several objects of one name become one. */
export interface KnownNode {
  readonly name: string;
  /** Null where it is not told. */
  readonly cluster: string | null;
  /** CIDRs that it announces to others. */
  readonly cidrs: readonly NodeCidr[];
  /** CIDRs that Kubernetes gave it, whoever uses them. */
  readonly assigned: readonly NodeCidr[];
  /** Addresses of the host. */
  readonly addresses: readonly Address[];
  /** Addresses of the agent's own device. */
  readonly routers: readonly Address[];
  /** What a controller complains about in its status. */
  readonly complaints: readonly string[];
}

/** The routing tables of one node. */
export interface NodeTable {
  /** Its node's name where it is known, else the input's. */
  readonly name: string;
  readonly inputs: readonly string[];
  readonly routes: readonly Route[];
  readonly rules: readonly Rule[];
  /** The node among those known that it belongs to: by name, else by an address. */
  readonly node: KnownNode | null;
}

/** An input, and what it was taken for. */
export interface ReadInput {
  readonly name: string;
  /** In words, such as `12 routes of tt-lab3`; empty where it tells nothing. */
  readonly takenFor: readonly string[];
  /** Why the whole of it could not be read; null where it could, at least in part. */
  readonly problem: string | null;
  /** Lines that are none of the kinds, and lines that begin as one and cannot be read. */
  readonly unread: readonly UnreadLine[];
}

export interface UnreadLine {
  /** Counts from 1. */
  readonly line: number;
  /** Cut where it is long. */
  readonly text: string;
  readonly problem: string;
}

/** All that the inputs tell together. */
export interface Picture {
  readonly inputs: readonly ReadInput[];
  readonly tables: readonly NodeTable[];
  readonly nodes: readonly KnownNode[];
  /** In the order of the inputs; of equal keys the last one counts. */
  readonly settings: readonly Setting[];
  /** The release that an input or the user names. */
  readonly release: string | null;
}
