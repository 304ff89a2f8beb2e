import type {
  Advice,
  Finding,
  Leftover,
  LiveStep,
  Owner,
  RuleText,
  Unknown,
  VariantFit,
  WayOut,
} from "./advice.ts";
import type { KnownNode, NodeTable, Picture } from "./picture.ts";
import type { PrefixRelations } from "./relate.ts";
import type { Route } from "./route.ts";

/** What an object of Kubernetes tells. */
export type ReadObject =
  | { readonly kind: "node"; readonly what: string; readonly node: KnownNode }
  | {
      readonly kind: "settings";
      readonly what: string;
      readonly settings: readonly (readonly [string, string])[];
    }
  | { readonly kind: "unreadable"; readonly what: string; readonly problem: string };

/** What a proposal says of a picture; the destinations are worked out from `changes`. */
export interface Judgement {
  readonly setup: Advice["setup"];
  readonly owners: (table: NodeTable, route: Route) => Owner;
  readonly cidrs: Advice["cidrs"];
  readonly findings: readonly Finding[];
  readonly waysOut: readonly WayOut[];
  readonly variants: readonly VariantFit[];
  /** Variants and other changes, in the order of output: which routes a table keeps with each. */
  readonly changes: readonly Change[];
  readonly leftovers: readonly Leftover[];
  readonly unknown: readonly Unknown[];
  readonly live: readonly LiveStep[];
}

/** A change whose effect on a routing table is known. */
export interface Change {
  readonly id: string;
  readonly keeps: (table: NodeTable, route: Route) => boolean;
}

/** All that a proposal knows and advice needs: how to read objects, which settings count, how to judge. */
export interface Knowledge {
  /** Keys of settings that are asked for. */
  readonly settings: ReadonlySet<string>;
  /** How the text of an object shows that it is one that tells something. */
  readonly kinds: RegExp;
  /** Undefined for objects that tell nothing. */
  readObject(value: unknown, input: string): ReadObject | undefined;
  /** A release that a line of text names, such as `1.10.4`; undefined for other lines. */
  releaseOf(line: string): string | undefined;
  judge(picture: Picture, relations: PrefixRelations): Judgement;
  /** Rules that findings may name. */
  readonly rules: Readonly<Record<string, RuleText>>;
}
