import type { Checkout } from "../../checkout/index.ts";

/** Where the interface of a node's addresses is declared. */
export interface NodeAddressing {
  readonly folder: string;
  /** Name of the interface; the one for an address family has the suffix "Family". */
  readonly type: string;
}

/** Finds the interface for a node's addresses; undefined if there is none. */
export async function findNodeAddressing(checkout: Checkout): Promise<NodeAddressing | undefined> {
  for (const [folder, type] of [
    ["pkg/datapath", "NodeAddressing"],
    ["pkg/datapath/types", "NodeAddressing"],
    ["pkg/node", "Addressing"],
  ] as const) {
    const names = (await checkout.list(folder)).filter(({ name }) => name.endsWith(".go"));
    const texts = await Promise.all(names.map(({ name }) => checkout.readText(`${folder}/${name}`)));
    if (texts.some((text) => new RegExp(`^type ${type} interface\\b`, "m").test(text ?? "")))
      return { folder, type };
  }
  return undefined;
}
