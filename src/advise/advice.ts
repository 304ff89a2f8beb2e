import { z } from "zod";
import type { Prefix } from "./prefix.ts";

const place = z.strictObject({ input: z.string(), line: z.number() });
const unreadLine = z.strictObject({ line: z.number(), text: z.string(), problem: z.string() });

/** Who put a route there, and what tells so. `role` is what it does for its owner. */
const owner = z.strictObject({
  who: z.string(),
  role: z.string(),
  why: z.string(),
  /** Whether nothing else makes such a route. */
  certain: z.boolean(),
  rule: z.string(),
});

/** Something found. `problem`: traffic or a start fails, or will; `note`: to know. */
const finding = z.strictObject({
  code: z.string(),
  level: z.enum(["problem", "note"]),
  says: z.string(),
  rule: z.string(),
});

const wayOut = z.strictObject({
  option: z.string(),
  since: z.string(),
  fits: z.enum(["yes", "partly", "no", "unknown"]),
  why: z.string(),
  cost: z.string(),
  rule: z.string(),
});

const variantFit = z.strictObject({
  id: z.string(),
  setting: z.string(),
  fits: z.enum(["yes", "partly", "no", "unknown"]),
  why: z.string(),
  cost: z.string(),
  rule: z.string(),
});

const unknown = z.strictObject({ what: z.string(), ask: z.string() });

const goes = z.strictObject({
  /** Null for the table as it is. */
  change: z.string().nullable(),
  kind: z.enum(["hop", "local", "refused", "none"]),
  /** The route that decides, as `ip route` prints it; null where none does. */
  route: z.string().nullable(),
  who: z.string().nullable(),
});

const leftover = z.strictObject({
  table: z.string(),
  route: z.string(),
  command: z.string(),
  why: z.string(),
  /** Why somebody should look before they delete it; null where nothing else makes such a route. */
  warning: z.string().nullable(),
});

const liveStep = z.strictObject({ title: z.string(), commands: z.array(z.string()), expect: z.string() });

/** What `advise` says; plain data, in the order of output. */
export const adviceSchema = z.strictObject({
  inputs: z.array(
    z.strictObject({
      name: z.string(),
      takenFor: z.array(z.string()),
      problem: z.string().nullable(),
      unread: z.array(unreadLine),
    }),
  ),
  /** What the settings come to: each with what it was told from. */
  setup: z.array(z.strictObject({ name: z.string(), value: z.string().nullable(), from: z.string() })),
  tables: z.array(
    z.strictObject({
      name: z.string(),
      node: z.string().nullable(),
      inputs: z.array(z.string()),
      routes: z.array(z.strictObject({ text: z.string(), ...place.shape, owner })),
    }),
  ),
  /** CIDRs of nodes, with all nodes that have them. */
  cidrs: z.array(
    z.strictObject({
      prefix: z.string(),
      nodes: z.array(z.string()),
      standing: z.enum(["real", "made-up", "wrong", "unknown"]),
      why: z.string(),
      rule: z.string(),
    }),
  ),
  findings: z.array(finding),
  waysOut: z.array(wayOut),
  variants: z.array(variantFit),
  destinations: z.array(z.strictObject({ table: z.string(), address: z.string(), goes: z.array(goes) })),
  leftovers: z.array(leftover),
  unknown: z.array(unknown),
  /** With `--after`: the steps on a live node; else empty. */
  live: z.array(liveStep),
  /** The rules that the above names, with their sources. */
  rules: z.record(z.string(), z.strictObject({ says: z.string(), source: z.string() })),
});

export type Advice = z.infer<typeof adviceSchema>;
export type Owner = z.infer<typeof owner>;
export type Finding = z.infer<typeof finding>;
export type WayOut = z.infer<typeof wayOut>;
export type VariantFit = z.infer<typeof variantFit>;
export type Unknown = z.infer<typeof unknown>;
export type Leftover = z.infer<typeof leftover>;
export type LiveStep = z.infer<typeof liveStep>;
export type RuleText = Advice["rules"][string];
export type Goes = z.infer<typeof goes>;

/** A range that settings name. */
export interface Range {
  readonly prefix: Prefix;
  /** What it is for, in words. */
  readonly name: string;
  readonly kind: "service" | "pool";
  readonly setting: string;
}
