import { findAnchor, type GoFile, stringConstants } from "../../../golang/index.ts";
import { absent, at, type Found, only, type Probes, type Sources } from "../../../profile/index.ts";
import { squeeze } from "../../../text/index.ts";
import { ciliumPackage, paths } from "../paths.ts";
import type { Ipam, IpamMode, NodeRouteFacts } from "./facts.ts";

/** Facts about IPAM modes. Verified for v1.4 to main of October 2025. */
export const ipamProbes = {
  daemonConfig,
  ipam,
  clusterIDType,
  nativeOnlyModes,
} satisfies Probes<NodeRouteFacts>;

/** The agent's configuration: without it, nothing is known about IPAM options. */
function daemonConfig(sources: Sources): Found<boolean> {
  const found = only(sources.go(paths.option), paths.option, "type DaemonConfig");
  return "missing" in found ? found : at(true, found.file, found.node);
}

/** Go type of the agent's cluster ID: int through v1.13, uint32 since. */
function clusterIDType(sources: Sources): Found<string> {
  const found = only(sources.go(paths.option), paths.option, "type DaemonConfig > field ClusterID");
  if ("missing" in found) return found;
  return at(squeeze(found.node.childForFieldName("type")?.text ?? ""), found.file, found.node);
}

/**
 * The IPAM modes and how the selected one is read. v1.4 and v1.5 have no such option;
 * v1.6 and v1.7 keep it in package option, where "" selects host scope and the allocator lower-cases; later
 * releases have a package of its own and DaemonConfig.IPAMMode, which lower-cases.
 */
function ipam(sources: Sources): Found<Ipam> {
  const known = daemonConfig(sources);
  if ("missing" in known) return known;
  const config = sources.go(paths.option);
  const [field] = config ? findAnchor(config, "type DaemonConfig > field IPAM") : [];
  if (!config || !field) return absent(`${paths.option}: this release has no IPAM option`);

  const own = sources.go(paths.ipamOption);
  const file = own ?? config;
  const hostScope: IpamMode[] = own ? [] : [{ value: "", constant: "" }];
  const modes = modesOf(file);
  const last = modes.at(-1);
  if (!last) return { missing: `${file.path}: expected constants of IPAM modes beside IPAMCRD, found none` };
  const lowering = findAnchor(config, "func DaemonConfig.IPAMMode")[0];
  return at(
    {
      path: file.path,
      last: last.constant,
      package: own ? ciliumPackage("pkg/ipam/option", "ipamOption") : ciliumPackage("pkg/option", "option"),
      selected: lowering ? "IPAMMode()" : "IPAM",
      modes: [...hostScope, ...modes],
    },
    config,
    lowering ?? field,
  );
}

/**
 * The modes with which the agent refuses to start in tunnel mode: ENI since the 1.17 cycle; the delegated plugin
 * always, because it needs router addresses, which only work with native routing.
 */
function nativeOnlyModes(sources: Sources): Found<readonly string[]> {
  const config = sources.go(paths.option);
  const flags = sources.firstGo(paths.flags);
  if (!config || !flags) return { missing: `${paths.option} or ${paths.flags.join(" or ")} does not exist` };
  const refused = [...flags.text.matchAll(/\.IPAM == \w+\.(IPAM\w+) && [^{\n]*[Tt]unnel/g)].map(
    ([, name = ""]) => name,
  );
  const [delegated] = findAnchor(config, "func DaemonConfig.checkIPAMDelegatedPlugin");
  return at(delegated ? [...refused, "IPAMDelegatedPlugin"] : refused, config, delegated);
}

/**
 * The modes among the constants in the group of IPAMCRD. If two have the same value, the first one counts: a
 * switch cannot contain both.
 */
function modesOf(file: GoFile): IpamMode[] {
  const group = findAnchor(file, "const IPAMCRD")[0]?.parent;
  if (!group) return [];
  const seen = new Set<string>();
  return [...stringConstants(file)]
    .filter(([name]) => /^IPAM[A-Z]/.test(name))
    .filter(([name]) => file.declarations.const.get(name)?.[0]?.parent?.id === group.id)
    .filter(([, { value }]) => /^[a-z0-9-]+$/.test(value) && !seen.has(value) && seen.add(value))
    .map(([constant, { value }]) => ({ value, constant }));
}
