import type { GoFile } from "../../../golang/index.ts";
import { findAnchor } from "../../../golang/index.ts";
import { at, atFile, type Found, only, type Probes, type Sources } from "../../../profile/index.ts";
import { squeeze } from "../../../text/index.ts";
import { paths } from "../paths.ts";
import type { ConfigFiller, FlagRegistration, NodeRouteFacts, SiblingFlag } from "./facts.ts";

/** Facts about the path of an option from flag to node handler. Verified for v1.4 to main of October 2025. */
export const optionProbes = {
  siblingFlag,
  getBool,
  flagRegistration,
  helpSections,
  endpointRoutesReplace,
  nodeConfigFile,
  configFiller,
  deepEqual,
  commandReference,
} satisfies Probes<NodeRouteFacts>;

/** Flags next to which a route flag can be added, closest first. */
export const siblings: readonly SiblingFlag[] = [
  { constant: "EnableLocalNodeRoute", field: "EnableLocalNodeRoute", default: "EnableLocalNodeRoute" },
  {
    constant: "EnableAutoDirectRoutingName",
    field: "EnableAutoDirectRouting",
    default: "EnableAutoDirectRouting",
  },
];

/** The closest of them in this release. */
export function siblingOf(sources: Sources): SiblingFlag | undefined {
  const file = sources.go(paths.option);
  return file && siblings.find(({ constant }) => findAnchor(file, `const ${constant}`).length === 1);
}

function siblingFlag(sources: Sources): Found<SiblingFlag> {
  const file = sources.go(paths.option);
  const sibling = siblingOf(sources);
  if (!file || !sibling) {
    return {
      missing: `${paths.option}: expected one of ${siblings.map(({ constant }) => constant).join(", ")}, found none`,
    };
  }
  return at(sibling, file, findAnchor(file, `const ${sibling.constant}`)[0]);
}

function getBool(sources: Sources): Found<string> {
  const sibling = siblingOf(sources);
  const file = sources.go(paths.option);
  const anchor = `func DaemonConfig.Populate > assign c.${sibling?.field}`;
  for (const node of file ? findAnchor(file, anchor) : []) {
    const getter = new RegExp(`= (\\w+\\.GetBool)\\(${sibling?.constant}\\)$`).exec(squeeze(node.text))?.[1];
    if (file && getter) return at(getter, file, node);
  }
  return { missing: `${paths.option}: expected "${anchor}" from a GetBool call, found none` };
}

function flagRegistration(sources: Sources): Found<FlagRegistration> {
  const sibling = siblingOf(sources);
  const file = sources.firstGo(paths.flags);
  const path = file?.path ?? paths.flags.join(" or ");
  const found = only(file, path, `call flags.Bool(option.${sibling?.constant})`);
  if ("missing" in found) return found;
  const name = enclosingFunction(found.node);
  const statement = found.node.parent;
  const binding = squeeze(statement?.nextNamedSibling?.text ?? "");
  const bind = new RegExp(`^(\\w+\\.BindEnv\\((?:\\w+, )?)option\\.${sibling?.constant}\\)$`).exec(
    binding,
  )?.[1];
  if (name && bind) return at({ path, function: name, bind }, found.file, found.node);
  return {
    missing: `${path}:${found.file.line(found.node)}: expected BindEnv behind the flag, found ${binding.slice(0, 80)}`,
  };
}

function enclosingFunction(node: GoFile["root"]): string | undefined {
  for (let parent = node.parent; parent; parent = parent.parent) {
    if (parent.type === "function_declaration") return parent.childForFieldName("name")?.text;
  }
  return undefined;
}

function helpSections(sources: Sources): Found<boolean> {
  const sibling = siblingOf(sources);
  const file = sources.go(paths.option);
  if (!file || !sibling) return { missing: `${paths.option} does not exist or has no route flag` };
  const [node] = findAnchor(file, `element ${sibling.constant}`);
  return at(node !== undefined, file, node);
}

/** Since September 2023 (207eb7a466) the agent sets the one option where both are set. */
function endpointRoutesReplace(sources: Sources): Found<boolean> {
  const file = sources.firstGo(paths.flags);
  if (!file) return { missing: `${paths.flags.join(" or ")} does not exist` };
  const both = "if option.Config.EnableEndpointRoutes && option.Config.EnableLocalNodeRoute";
  const [node] = findAnchor(file, `${both} > assign option.Config.EnableLocalNodeRoute = false`);
  return at(node !== undefined, file, node);
}

function nodeConfigFile(sources: Sources): Found<string> {
  const found = nodeConfig(sources);
  if (found) return at(found.file.path, found.file, found.node);
  return {
    missing: `${paths.nodeConfig.join(", ")}: expected the node configuration with EnableLocalNodeRoute, found none`,
  };
}

/** The field after which a new one is added, in the struct of the node configuration. */
function nodeConfig(sources: Sources) {
  for (const path of [...paths.nodeConfig].reverse()) {
    const file = sources.go(path);
    for (const type of ["LocalNodeConfiguration", "Config"]) {
      const [node] = file ? findAnchor(file, `type ${type} > field EnableLocalNodeRoute`) : [];
      if (file && node) return { file, node };
    }
  }
  return undefined;
}

function configFiller(sources: Sources): Found<ConfigFiller> {
  for (const path of [...paths.filler].reverse()) {
    const file = sources.go(path);
    const [node] = file ? findAnchor(file, "key EnableAutoDirectRouting") : [];
    const options = /^EnableAutoDirectRouting:\s*([\w.]+)\.EnableAutoDirectRouting$/.exec(
      node?.text ?? "",
    )?.[1];
    if (file && node && options) return at({ path, options }, file, node);
  }
  return {
    missing: `${paths.filler.join(", ")}: expected a literal with the key EnableAutoDirectRouting, found none`,
  };
}

/** The generated comparison of the node configuration; called by hand-written code since 2026. */
function deepEqual(sources: Sources): Found<NodeRouteFacts["deepEqual"]> {
  for (const path of [...paths.deepEqual].reverse()) {
    const file = sources.go(path);
    for (const type of ["LocalNodeConfiguration", "Config"]) {
      for (const name of ["DeepEqual", "deepEqual"]) {
        const method = `${type}.${name}`;
        const [node] = file
          ? findAnchor(file, `func ${method} > if in.EnableLocalNodeRoute != other.EnableLocalNodeRoute`)
          : [];
        if (file && node) return at({ path, method }, file, node);
      }
    }
  }
  return atFile(null, paths.deepEqual[0]);
}

function commandReference(sources: Sources): Found<string> {
  const text = sources.text(paths.commandReference);
  if (text === undefined) return { missing: `${paths.commandReference} does not exist` };
  return atFile(paths.commandReference, paths.commandReference);
}
