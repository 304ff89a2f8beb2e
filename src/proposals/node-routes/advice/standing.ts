import {
  type Address,
  type Advice,
  contains,
  equal,
  type KnownNode,
  type Picture,
  type Prefix,
  type PrefixRelations,
  parsePrefix,
  type Range,
} from "../../../advise/index.ts";
import { type Setup, settingOf } from "./setup.ts";

type Standing = Advice["cidrs"][number];

/** Modes that hand no CIDR to nodes. */
export const modesWithoutCidr: readonly string[] = [
  "crd",
  "eni",
  "azure",
  "alibabacloud",
  "delegated-plugin",
];

/** Every announced CIDR with its nodes, and whether its mode gives it a meaning. */
export function standingsOf(
  picture: Picture,
  relations: PrefixRelations,
  { setup, ranges }: { readonly setup: Setup; readonly ranges: readonly Range[] },
): Standing[] {
  const byName = new Map(picture.nodes.map((node) => [node.name, node]));
  const sizes = maskSizes(picture);
  return relations.index.entries().map(([prefix, names]) => {
    const nodes = names.flatMap((name) => byName.get(name) ?? []);
    return { prefix: prefix.text, nodes: [...names], ...judge(prefix, nodes, { setup, ranges, sizes }) };
  });
}

interface Known {
  readonly setup: Setup;
  readonly ranges: readonly Range[];
  readonly sizes: Readonly<Record<4 | 6, number | null>>;
}

function judge(
  prefix: Prefix,
  nodes: readonly KnownNode[],
  known: Known,
): Omit<Standing, "prefix" | "nodes"> {
  const { ipam } = known.setup;
  const invented = nodes.map((node) => inventedFrom(prefix, node)).find((text) => text !== undefined);
  if (ipam === null)
    return invented === undefined
      ? { standing: "unknown", why: "the IPAM mode is not known", rule: "real-cidr" }
      : { standing: "made-up", why: `${invented}; the IPAM mode is not known`, rule: "made-up" };
  if (modesWithoutCidr.includes(ipam))
    return {
      standing: "made-up",
      why: `mode ${ipam} has no CIDR per node${invented === undefined ? "" : `; ${invented}`}`,
      rule: "made-up",
    };
  if (ipam === "cluster-pool") return judgeByPool(prefix, invented, known);
  if (ipam === "kubernetes") return judgeByNode(prefix, nodes, invented);
  if (ipam === "host-scope" && invented !== undefined)
    return { standing: "made-up", why: invented, rule: "made-up" };
  return { standing: "real", why: `mode ${ipam} hands it out`, rule: "real-cidr" };
}

function judgeByPool(
  prefix: Prefix,
  invented: string | undefined,
  { ranges, sizes }: Known,
): Omit<Standing, "prefix" | "nodes"> {
  const pools = ranges.filter(({ kind, prefix: pool }) => kind === "pool" && pool.family === prefix.family);
  const size = sizes[prefix.family];
  if (pools.length > 0 && !pools.some(({ prefix: pool }) => contains(pool, prefix)))
    return invented === undefined
      ? {
          standing: "wrong",
          why: `outside of ${pools.map(({ prefix: pool }) => pool.text).join(", ")}, from which cluster-pool cuts`,
          rule: "real-cidr",
        }
      : { standing: "made-up", why: `${invented}, and outside of the pool`, rule: "made-up" };
  if (size !== null && prefix.length !== size)
    return { standing: "wrong", why: `cluster-pool cuts /${size}`, rule: "real-cidr" };
  return { standing: "real", why: "cluster-pool hands it out", rule: "real-cidr" };
}

function judgeByNode(
  prefix: Prefix,
  nodes: readonly KnownNode[],
  invented: string | undefined,
): Omit<Standing, "prefix" | "nodes"> {
  const given = nodes.filter(({ assigned }) => assigned.length > 0);
  const others = given.filter(({ assigned }) => !assigned.some((one) => equal(one.prefix, prefix)));
  const [other] = others;
  if (other)
    return {
      standing: "wrong",
      why: `Kubernetes gave ${other.name} ${other.assigned.map((one) => one.prefix.text).join(", ")}`,
      rule: "real-cidr",
    };
  if (given.length > 0) return { standing: "real", why: "the Node's podCIDR", rule: "real-cidr" };
  if (invented !== undefined) return { standing: "made-up", why: invented, rule: "made-up" };
  return {
    standing: "real",
    why: "mode kubernetes copies the Node's podCIDR; the Nodes are not given",
    rule: "real-cidr",
  };
}

/** What tells that a range was made up from an address of the node; undefined where nothing does. */
function inventedFrom(prefix: Prefix, { addresses }: KnownNode): string | undefined {
  const from = addresses.find((address) => prefixesFrom(address).some((made) => equal(made, prefix)));
  return from === undefined ? undefined : `made from the last byte of ${from.text}`;
}

function prefixesFrom({ family, value }: Address): Prefix[] {
  if (family === 6) return [];
  const last = Number(value & 0xffn);
  const hex = last.toString(16).padStart(2, "0");
  return [`10.${last}.0.0/16`, `f00d::a${hex}:0:0:0/96`]
    .map(parsePrefix)
    .filter((prefix): prefix is Prefix => prefix !== undefined);
}

function maskSizes({ settings }: Picture): Known["sizes"] {
  const size = (family: 4 | 6) => {
    const value = settingOf(settings, `cluster-pool-ipv${family}-mask-size`)?.value;
    return value !== undefined && /^\d+$/.test(value) ? Number(value) : null;
  };
  return { 4: size(4), 6: size(6) };
}
