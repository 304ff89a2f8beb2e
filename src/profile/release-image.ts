import type { Checkout } from "../checkout/index.ts";
import { buildPaths, ciliumModule } from "./build-paths.ts";
import { releaseFiles } from "./sources.ts";

/** A release's own image of the agent, or why there is none. */
export type ReleaseImage = { readonly image: string } | { readonly reason: string };

/**
 * The image that a release was published as: the name that the tree's own chart gives it, with the release of VERSION
 * as the tag. Trees before v1.6 have no chart with a name; theirs were published at docker.io
 * (install/kubernetes/templates at v1.5.13).
 */
export async function releaseImage(checkout: Checkout): Promise<ReleaseImage> {
  const label = (await checkout.readText(releaseFiles.version))?.trim() ?? "";
  if (!/^\d+\.\d+\.\d+(-rc\.?\d+)?$/.test(label) || label.endsWith(".90"))
    return { reason: `${releaseFiles.version} says ${JSON.stringify(label)}, which was not published` };
  const values = await checkout.peekText(`${buildPaths.chart}/values.yaml`);
  return { image: `${imageNameOf(values ?? "")}:v${label}` };
}

/** The agent's image in a chart's values.yaml, without a tag. */
export function imageNameOf(values: string): string {
  const [, named] =
    /^image:\n(?: .*\n|\n)*? +repository: "?([\w.-]+\/cilium\/cilium)"?\s*$/m.exec(values) ?? [];
  const [, registry] = /^ +registry: "?([\w.-]+\/cilium)"?\s*$/m.exec(values) ?? [];
  return named ?? `${registry ?? "docker.io/cilium"}/cilium`;
}

/** How a chart lets a user choose the agent's image and set a flag that it does not know. */
export interface ChartWays {
  /** By `image.repository` and `image.tag`, since v1.9. */
  readonly setsImage: boolean;
  /** By `extraConfig`, which adds entries to the agent's ConfigMap, since v1.9. */
  readonly addsConfig: boolean;
}

/** What a chart's values.yaml offers; "" if there is none. */
export function chartWaysOf(values: string): ChartWays {
  return {
    setsImage: /^image:\n(?: .*\n|\n)*? +repository:/m.test(values),
    addsConfig: /^extraConfig:/m.test(values),
  };
}

/** {@link chartWaysOf} of a commit's chart. */
export async function readChartWays(checkout: Checkout): Promise<ChartWays> {
  return chartWaysOf((await checkout.peekText(`${buildPaths.chart}/values.yaml`)) ?? "");
}

/**
 * The linker's settings that an agent needs to say which it is (Makefile.defs: `ciliumVersion`, before v1.8
 * `Version`; a variable that a release does not have is ignored). The checksum of the BPF sources, by which it
 * tells compiled programs apart, may be any text that changes with them.
 *
 * @param version without spaces in its parts: release, revision, date.
 */
export function linkerSettings(version: string, tree: string): string[] {
  const settings = [
    [`${ciliumModule}/pkg/version.ciliumVersion`, version],
    [`${ciliumModule}/pkg/version.Version`, version],
    [`${ciliumModule}/pkg/datapath/loader.DatapathSHA256`, tree],
    [`${ciliumModule}/pkg/datapath/loader.DatapathSHA`, tree],
  ];
  return settings.map(([name, value]) => `-X "${name}=${value}"`);
}
