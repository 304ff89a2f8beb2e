import { absent, atFile, type Found, type Probes, type Sources } from "../../../profile/index.ts";
import { besidePaths, paths } from "../paths.ts";
import type { ChartShare, ChartSibling, Encapsulation, NodeRouteFacts, UpgradeNotes } from "./facts.ts";

/** Facts about what follows a flag beside the code: the chart and the documents. Verified for v1.4 to main of June 2026. */
export const companionProbes = {
  chartSibling,
  chartShare,
  valueRole,
  spellingList,
  upgradeNotes,
  encapsulationDocs,
} satisfies Probes<NodeRouteFacts>;

/** Flags of node routes that charts set, in the order in which they came; the last one a release has is the closest. */
const chartFlags = ["auto-direct-node-routes", "direct-routing-skip-unreachable"];

/** The first of some files that a release has. */
function firstOf(paths: readonly string[], sources: Sources) {
  return paths
    .map((path) => ({ path, text: sources.text(path) }))
    .find((file): file is { path: string; text: string } => file.text !== undefined);
}

function chartSibling(sources: Sources): Found<ChartSibling> {
  const config = firstOf(besidePaths.configMap, sources);
  if (!config) return absent("the release has no chart that sets flags of the agent");
  const { path, text } = config;
  const found = chartFlags.flatMap((key) => {
    const line = new RegExp(`^ *${key}: \\{\\{ \\.Values\\.((?:\\w+\\.)*)(\\w+) \\| quote \\}\\}$`, "m");
    const [match, scope = "", name = ""] = line.exec(text) ?? [];
    return match === undefined ? [] : [{ key, scope, name, line: lineOf(text, match) }];
  });
  const last = found.at(-1);
  const values = sources.text(besidePaths.chartValues);
  if (!last || values === undefined)
    return { missing: `${path}: expected ${chartFlags.join(" or ")} set from a value, found none` };
  const comment = new RegExp(`^ *# *(--)?.*\\n(?: *#.*\\n)* *"?${last.name}"?:`, "m").exec(values)?.[1];
  const value: ChartSibling = {
    configMap: path,
    key: last.key,
    scope: last.scope,
    value: last.name,
    isGenerated: comment !== undefined,
    values: besidePaths.chartValues,
  };
  return { value, at: { path, line: last.line } };
}

function lineOf(text: string, match: string): number {
  return text.slice(0, text.indexOf(match)).split("\n").length;
}

function chartShare(sources: Sources): Found<ChartShare> {
  const config = firstOf(besidePaths.configMap, sources);
  if (!config) return absent("the release has no chart that sets flags of the agent");
  const reference = sources.text(paths.commandReference);
  if (reference === undefined) return { missing: `${paths.commandReference} does not exist` };
  const flags = [...reference.matchAll(/^ +(?:-\w, )?--([\w-]+) {2,}/gm)].map(([, name = ""]) => name);
  const keys = new Set([...config.text.matchAll(/^ *"?([\w-]+)"?:/gm)].map(([, key = ""]) => key));
  return atFile({ flags: flags.length, set: flags.filter((flag) => keys.has(flag)).length }, config.path);
}

function valueRole(sources: Sources): Found<string> {
  const text = sources.text(besidePaths.helmValues);
  if (text === undefined) return absent(`the release has no ${besidePaths.helmValues}`);
  return atFile(/^ +\* - :spelling:ignore:`/m.test(text) ? ":spelling:ignore:" : "", besidePaths.helmValues);
}

function spellingList(sources: Sources): Found<string> {
  const role = valueRole(sources);
  if ("missing" in role) return role;
  if (role.value !== "")
    return absent(`${besidePaths.helmValues} exempts the names of values from the spelling check`);
  const words = sources.text(besidePaths.spellingList);
  if (words === undefined) return absent(`the release has no ${besidePaths.spellingList}`);
  return atFile(besidePaths.spellingList, besidePaths.spellingList);
}

/** Titles under which releases list new options, in their notes on upgrades. */
function optionTitles(sources: Sources): string[] {
  // v1.4: each manifest hands over the options of the ConfigMap one by one, so that a new one is an argument alone.
  const isWhole = sources.text(paths.commandReference)?.includes("--config-dir ") ?? false;
  return ["New Options", ...(isWhole ? ["New ConfigMap Options"] : []), "Agent Options"];
}

/** Titles under which releases list what behaves differently, where not in front of all subsections. */
const changeTitles = ["Changes to Features", "Changes that may require action"];

function upgradeNotes(sources: Sources): Found<UpgradeNotes> {
  const notes = firstOf(besidePaths.upgradeNotes, sources);
  if (!notes) return absent("the release has no notes on upgrades");
  const { path } = notes;
  const lines = notes.text.split("\n");
  const isTitle = (line: string, index: number) =>
    line.trim() !== "" &&
    /^([-=~#^*])\1+\s*$/.test(lines[index + 1] ?? "") &&
    !/^([-=~#^*])\1+\s*$/.test(line);
  const titles = lines.flatMap((line, index) =>
    isTitle(line, index) ? [{ title: line.trim(), index }] : [],
  );
  const first = titles.findIndex(({ title }) => /^\d+\.\d+ Upgrade Notes$/.test(title));
  const section = titles[first];
  if (!section) return { missing: `${path}: expected a section such as "1.10 Upgrade Notes", found none` };
  const after = titles.slice(first + 1);
  const next = after.findIndex(({ title }) => /^\d+\.\d+ Upgrade Notes$|^Advanced$/.test(title));
  const own = [section, ...(next === -1 ? after : after.slice(0, next))];
  const named = (wanted: readonly string[]) => {
    const [found] = wanted.flatMap((one) => own.filter(({ title }) => title === one));
    if (!found) return undefined;
    const end = titles[titles.indexOf(found) + 1]?.index ?? lines.length;
    const [, indent = ""] = /^( *)[*-] /m.exec(lines.slice(found.index, end).join("\n")) ?? [];
    return { title: found === section ? section.title : `${section.title} > ${found.title}`, indent };
  };
  const options = named(optionTitles(sources));
  const changes = named(changeTitles) ?? named([section.title]);
  const value = {
    path,
    options: options?.title ?? "",
    changes: changes?.title ?? section.title,
    optionIndent: options?.indent ?? "",
    changeIndent: changes?.indent ?? "",
  };
  return { value, at: { path, line: section.index + 1 } };
}

function encapsulationDocs(sources: Sources): Found<Encapsulation> {
  const page = firstOf(besidePaths.routingDocs, sources);
  if (!page) return absent("the release has no page on routing with a section on encapsulation");
  const { path, text } = page;
  const start = text.search(/^Encapsulation\n=+$/m);
  const end = text.search(/^Native-Routing\n=+$/m);
  if (start === -1 || end < start)
    return { missing: `${path}: expected a section Encapsulation in front of Native-Routing, found none` };
  const isConfigured = /^Configuration\n-+$/m.test(text.slice(start, end));
  return { value: { path, isConfigured }, at: { path, line: text.slice(0, start).split("\n").length } };
}
