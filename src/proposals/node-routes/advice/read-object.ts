import { z } from "zod";
import {
  type Address,
  type NodeCidr,
  parseAddress,
  parsePrefix,
  type ReadObject,
  unmapped,
} from "../../../advise/index.ts";
import { settingKeys } from "./setup.ts";

const texts = z.array(z.string()).nullish();
const metadata = z.object({
  name: z.string(),
  annotations: z.record(z.string(), z.string()).nullish(),
  labels: z.record(z.string(), z.string()).nullish(),
});

/** What is asked of an object `CiliumNode`; the CRD of v1.8 to main of October 2025. */
const ciliumNode = z.object({
  metadata,
  spec: z
    .object({
      addresses: z.array(z.object({ ip: z.string().nullish(), type: z.string().nullish() })).nullish(),
      ipam: z
        .object({
          podCIDRs: texts,
          pools: z
            .object({
              allocated: z.array(z.object({ pool: z.string().nullish(), cidrs: texts })).nullish(),
            })
            .nullish(),
        })
        .nullish(),
    })
    .nullish(),
  status: z
    .object({
      ipam: z.object({ "operator-status": z.object({ error: z.string().nullish() }).nullish() }).nullish(),
    })
    .nullish(),
});

const kubernetesNode = z.object({
  metadata,
  spec: z.object({ podCIDR: z.string().nullish(), podCIDRs: texts }).nullish(),
  status: z
    .object({ addresses: z.array(z.object({ address: z.string(), type: z.string() })).nullish() })
    .nullish(),
});

const configMap = z.object({ data: z.record(z.string(), z.coerce.string()).nullish() });

/** Annotations by which agents announce a CIDR on the Node, newer name first. */
const announced = [
  "network.cilium.io/ipv4-pod-cidr",
  "io.cilium.network.ipv4-pod-cidr",
  "network.cilium.io/ipv6-pod-cidr",
  "io.cilium.network.ipv6-pod-cidr",
];

/** Reads a CiliumNode, a Node or a ConfigMap; undefined for all other values. */
export function readObject(value: unknown): ReadObject | undefined {
  const kind = typeof value === "object" && value !== null && "kind" in value ? value.kind : undefined;
  if (kind === "CiliumNode") return readWith(ciliumNode, value, "CiliumNode", fromCiliumNode);
  if (kind === "Node") return readWith(kubernetesNode, value, "Node", fromNode);
  if (kind === "ConfigMap") return readWith(configMap, value, "ConfigMap", fromConfigMap);
  return undefined;
}

/** Undefined for ConfigMaps of others. */
function fromConfigMap({ data }: z.infer<typeof configMap>): ReadObject | undefined {
  const settings = Object.entries(data ?? {}).filter(
    ([key, text]) => /^[a-z][a-z0-9-]*$/.test(key) && !text.includes("\n"),
  );
  if (!settings.some(([key]) => settingKeys.has(key))) return undefined;
  return { kind: "settings", what: "ConfigMap", settings };
}

function readWith<T>(
  schema: z.ZodType<T>,
  value: unknown,
  what: string,
  read: (data: T) => ReadObject | undefined,
): ReadObject | undefined {
  const parsed = schema.safeParse(value);
  if (parsed.success) return read(parsed.data);
  const [issue] = parsed.error.issues;
  return { kind: "unreadable", what, problem: `${what}: ${issue?.path.join(".")}: ${issue?.message}` };
}

function fromCiliumNode({ metadata: { name }, spec, status }: z.infer<typeof ciliumNode>): ReadObject {
  const addresses = spec?.addresses ?? [];
  const isRouter = (type: string | null | undefined) => type === "CiliumInternalIP";
  const pools = spec?.ipam?.pools?.allocated ?? [];
  const complaint = status?.ipam?.["operator-status"]?.error;
  return withCidrs(
    "CiliumNode",
    [...(spec?.ipam?.podCIDRs ?? []), ...pools.flatMap(({ cidrs }) => cidrs ?? [])],
    (cidrs) => ({
      name,
      cluster: null,
      cidrs,
      assigned: [],
      addresses: addressesOf(addresses.filter(({ type }) => !isRouter(type)).map(({ ip }) => ip)),
      routers: addressesOf(addresses.filter(({ type }) => isRouter(type)).map(({ ip }) => ip)),
      complaints: complaint ? [complaint] : [],
    }),
  );
}

function fromNode({ metadata, spec, status }: z.infer<typeof kubernetesNode>): ReadObject {
  const annotations = metadata.annotations ?? {};
  const cidrs = announced.flatMap((key) => {
    const prefix = parsePrefix(annotations[key] ?? "");
    return prefix ? [{ prefix: unmapped(prefix), field: `annotation ${key}` }] : [];
  });
  const assigned = [...new Set([...(spec?.podCIDR ? [spec.podCIDR] : []), ...(spec?.podCIDRs ?? [])])];
  const addresses = (status?.addresses ?? []).filter(({ type }) => /^(Internal|External)IP$/.test(type));
  return withCidrs("Node", assigned, (given) => ({
    name: metadata.name,
    cluster: null,
    cidrs,
    assigned: given.map(({ prefix }) => ({ prefix, field: "Node spec.podCIDRs" })),
    addresses: addressesOf(addresses.map(({ address }) => address)),
    routers: [],
    complaints: [],
  }));
}

function withCidrs(
  what: string,
  listed: readonly string[],
  make: (cidrs: NodeCidr[]) => Extract<ReadObject, { kind: "node" }>["node"],
): ReadObject {
  const cidrs: NodeCidr[] = [];
  for (const text of listed) {
    const prefix = parsePrefix(text.trim());
    if (!prefix)
      return {
        kind: "unreadable",
        what,
        problem: `${what}: expected a CIDR, found ${JSON.stringify(text.slice(0, 60))}`,
      };
    cidrs.push({ prefix: unmapped(prefix), field: `${what} spec.ipam` });
  }
  return { kind: "node", what, node: make(cidrs) };
}

function addressesOf(listed: readonly (string | null | undefined)[]): Address[] {
  return listed
    .map((text) => parseAddress(text ?? ""))
    .filter((address): address is Address => address !== undefined);
}
