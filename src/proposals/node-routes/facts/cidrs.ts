import { findAnchor } from "../../../golang/index.ts";
import { at, atFile, type Found, type Sources } from "../../../profile/index.ts";
import { squeeze } from "../../../text/index.ts";
import { handlerType, paths } from "../paths.ts";

/** CIDRs have a comparison method since v1.8. */
export function cidrEqual(sources: Sources): Found<boolean> {
  const file = sources.go(paths.cidr);
  const [node] = file ? findAnchor(file, "func CIDR.Equal") : [];
  return file && node ? at(true, file, node) : atFile(false, paths.cidr);
}

/** A node has secondary CIDRs since 1060bc03996f (main of March 2022), and the handler routes them since the next commit. */
export function secondaryCIDRs(sources: Sources): Found<boolean> {
  const file = sources.go(paths.handler);
  if (!file) return { missing: `${paths.handler} does not exist` };
  const [call] = findAnchor(file, `func ${handlerType}.nodeUpdate > method GetIPv4AllocCIDRs`);
  return call ? at(true, file, call) : atFile(false, paths.handler);
}

export function configuredCIDRs(sources: Sources): Found<"addressing" | "config"> {
  const file = sources.go(paths.handler);
  if (!file) return { missing: `${paths.handler} does not exist` };
  const [field] = findAnchor(file, `type ${handlerType} > field nodeAddressing`);
  if (field) return at("addressing", file, field);
  for (const path of [...paths.nodeConfig].reverse()) {
    const config = sources.go(path);
    for (const type of ["LocalNodeConfiguration", "Config"]) {
      const [own] = config ? findAnchor(config, `type ${type} > field AllocCIDRIPv4`) : [];
      if (config && own) return at("config", config, own);
    }
  }
  return {
    missing: `${paths.handler}: expected a nodeAddressing field or AllocCIDRIPv4 in the node configuration, found neither`,
  };
}

/** Type of one family of the handler's addresses, "" if it gets none. */
export function addressingType(sources: Sources): Found<string> {
  const file = sources.go(paths.handler);
  const [field] = file ? findAnchor(file, `type ${handlerType} > field nodeAddressing`) : [];
  if (!file || !field) return atFile("", paths.handler);
  return at(`${squeeze(field.childForFieldName("type")?.text ?? "")}Family`, file, field);
}

/** Name of a CIDR in log lines: a constant since v1.8, a literal in the handler's file before. */
export function cidrField(sources: Sources): Found<string> {
  const file = sources.go(paths.logFields);
  const [node] = file ? findAnchor(file, "const CIDR") : [];
  return file && node ? at("logfields.CIDR", file, node) : atFile('"allocCIDR"', paths.logFields);
}
