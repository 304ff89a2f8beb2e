import { findAnchor, importsOf, stringConstants } from "../golang/index.ts";
import { paths } from "./paths.ts";
import { at, ciliumPackage, type Found, only } from "./probe.ts";
import type { GoPackage, Ipam, IpamMode } from "./profile.ts";
import type { Sources } from "./sources.ts";

/** The agent's configuration: a tree without it says nothing about IPAM options, not even that it has none. */
export function daemonConfig(sources: Sources): Found<boolean> {
  const found = only(sources.go(paths.option), paths.option, "type DaemonConfig");
  return "missing" in found ? found : at(true, found.file, found.node);
}

/**
 * The IPAM modes and the way the selected one is read. v1.4 and v1.5 have no such option;
 * v1.6 and v1.7 keep it in package option, where "" selects host scope; later releases have
 * a package of its own and DaemonConfig.IPAMMode, which lower-cases.
 */
export function ipam(sources: Sources): Found<Ipam> {
  const config = sources.go(paths.option);
  const [field] = config ? findAnchor(config, "type DaemonConfig > field IPAM") : [];
  if (!config || !field) return { missing: `${paths.option}: this release has no IPAM option` };

  const own = sources.go(paths.ipamOption);
  const optionPackage = importedAs(sources, ciliumPackage("pkg/option", "option"));
  if (!own) {
    const modes = modesOf(stringConstants(config), "option");
    const strings = { path: "strings", name: "strings" };
    return at(
      {
        selected: "strings.ToLower(option.Config.IPAM)",
        modes: [{ value: "", expression: '""' }, ...modes],
        imports: [strings, optionPackage],
      },
      config,
      field,
    );
  }
  const lowering = findAnchor(config, "func DaemonConfig.IPAMMode")[0];
  const ipamPackage = importedAs(sources, ciliumPackage("pkg/ipam/option", "ipamOption"));
  return at(
    {
      selected: lowering ? "option.Config.IPAMMode()" : "option.Config.IPAM",
      modes: modesOf(stringConstants(own), ipamPackage.name),
      imports: [ipamPackage, optionPackage],
    },
    config,
    lowering ?? field,
  );
}

/** The name node.go has for a package, else the usual one. */
function importedAs(sources: Sources, usual: GoPackage): GoPackage {
  const file = sources.go(paths.handler);
  return (file && importsOf(file).find(({ path }) => path === usual.path)) ?? usual;
}

/** Modes among constants that start with IPAM: those of the release handshake are no modes. */
function modesOf(constants: ReturnType<typeof stringConstants>, qualifier: string): IpamMode[] {
  return [...constants]
    .filter(([name]) => /^IPAM[A-Z]/.test(name) && !/Release|Released|Name$/.test(name))
    .map(([name, { value }]) => ({ value, expression: `${qualifier}.${name}` }));
}
