import type { Knowledge } from "./knowledge.ts";
import { parseObjects } from "./parse-objects.ts";
import { isRouteList, parseRouteJson } from "./parse-route-json.ts";
import { continuesRoute, parseRouteLine } from "./parse-route-line.ts";
import { parseRuleLine, type Rule } from "./parse-rule-line.ts";
import { hasFlags, parseFlags, parseKeyValue, type Setting } from "./parse-settings.ts";
import type { KnownNode, ReadInput, UnreadLine } from "./picture.ts";
import type { Family } from "./prefix.ts";
import type { Route } from "./route.ts";

/** A text that somebody gave, and its name as they know it. */
export interface NamedText {
  readonly name: string;
  readonly text: string;
  /** Folder of a dump that it lies in: files of one folder tell of one node. Null for inputs given one by one. */
  readonly folder: string | null;
  /** Something odd about its bytes. */
  readonly oddity?: string | null;
}

/** What one input tells. */
export interface InputParts {
  readonly input: ReadInput;
  readonly folder: string | null;
  /** Routes and rules by the node that a prompt in front of them names; null where none does. */
  readonly routes: readonly { readonly host: string | null; readonly route: Route }[];
  readonly rules: readonly { readonly host: string | null; readonly rule: Rule }[];
  readonly settings: readonly Setting[];
  readonly nodes: readonly KnownNode[];
  readonly release: string | null;
}

/** Longest line that is looked at, in UTF-16 units. */
const longestLine = 64 * 1024;

/** Reads an input as what its content shows it to be: objects as a whole, else line by line. */
export function readInput(given: NamedText, knowledge: Knowledge): InputParts {
  const objects = parseObjects(given.text);
  const parts = makeParts(given);
  if (objects === undefined) readLines(given, knowledge, parts);
  else if ("problem" in objects) parts.problem = `${objects.format}: ${objects.problem}`;
  else for (const value of objects.values) readValue(value, given, knowledge, parts);
  return finish(given, parts, objects && "format" in objects ? objects.format : null);
}

interface OpenParts {
  routes: { host: string | null; route: Route }[];
  rules: { host: string | null; rule: Rule }[];
  settings: Setting[];
  nodes: KnownNode[];
  /** Other things that it was taken for, in words. */
  others: string[];
  release: string | null;
  problem: string | null;
  unread: UnreadLine[];
}

function makeParts({ oddity }: NamedText): OpenParts {
  const unread = oddity ? [{ line: 1, text: "", problem: oddity }] : [];
  return {
    routes: [],
    rules: [],
    settings: [],
    nodes: [],
    others: [],
    release: null,
    problem: null,
    unread,
  };
}

function readValue(value: unknown, given: NamedText, knowledge: Knowledge, parts: OpenParts): void {
  const { name } = given;
  if (isRouteList(value)) {
    const { routes, problems } = parseRouteJson(value, { input: name, family: familyOfName(name) });
    for (const route of routes) parts.routes.push({ host: null, route: withTable(route, name) });
    for (const { line, problem } of problems) parts.unread.push({ line, text: `item ${line}`, problem });
    return;
  }
  for (const [index, item] of itemsOf(value).entries()) {
    const read = knowledge.readObject(item, name);
    if (read?.kind === "node") parts.nodes.push(read.node);
    else if (read?.kind === "settings")
      parts.settings.push(
        ...read.settings.map(([key, text]) => ({ key, value: text, input: name, line: 1 })),
      );
    else if (read?.kind === "unreadable")
      parts.unread.push({ line: index + 1, text: `item ${index + 1}`, problem: read.problem });
    if (read && !parts.others.includes(read.what)) parts.others.push(read.what);
  }
}

function itemsOf(value: unknown): readonly unknown[] {
  if (typeof value === "object" && value !== null && "items" in value && Array.isArray(value.items))
    return value.items;
  return Array.isArray(value) ? value : [value];
}

/** What the command in front of some lines tells of them. */
interface Section {
  readonly host: string | null;
  readonly family: Family | null;
  readonly table: string;
}

function readLines(given: NamedText, knowledge: Knowledge, parts: OpenParts): void {
  const { name } = given;
  let section: Section = { host: null, family: familyOfName(name), table: tableOfName(name) };
  const lines = given.text.replace(/^\ufeff/, "").split("\n");
  for (let index = 0; index < lines.length; index++) {
    const start = index;
    const line = lines[index] ?? "";
    if (line.length > longestLine) {
      parts.unread.push(unreadOf(start, line, `longer than ${longestLine} characters`));
      continue;
    }
    if (isBlank(line)) continue;
    const command = commandOf(line, section);
    if (command) {
      section = command;
      continue;
    }
    const block = commandLine(lines, index);
    if (block.length > 0) {
      index += block.length - 1;
      const flags = parseFlags(block.join(" ").replace(/\\(?=\s|$)/g, " "));
      parts.settings.push(...flags.map((flag) => ({ ...flag, input: name, line: start + 1 })));
      if (flags.length === 0)
        for (const [row, one] of block.entries())
          readLine(one, start + row, { given, knowledge, parts, section });
      continue;
    }
    let joined = line;
    while (index + 1 < lines.length && continuesRoute(lines[index + 1] ?? "") && joined.length < longestLine)
      joined += ` ${(lines[++index] ?? "").trim()}`;
    readLine(joined, start, { given, knowledge, parts, section });
  }
}

/** Lines of a command line from a row on: one with flags, or several with a backslash at their ends. */
function commandLine(lines: readonly string[], from: number): string[] {
  const first = lines[from] ?? "";
  if (!hasFlags(first) && !/\\\s*$/.test(first)) return [];
  const block: string[] = [];
  let size = 0;
  for (let row = from; row < lines.length && size < longestLine; row++) {
    const line = lines[row] ?? "";
    block.push(line);
    size += line.length;
    if (!/\\\s*$/.test(line)) break;
  }
  return block;
}

function readLine(
  line: string,
  row: number,
  around: {
    readonly given: NamedText;
    readonly knowledge: Knowledge;
    readonly parts: OpenParts;
    readonly section: Section;
  },
): void {
  const { given, knowledge, parts, section } = around;
  const context = { family: section.family, table: section.table, input: given.name, line: row + 1 };
  const route = parseRouteLine(line, context);
  const rule = parseRuleLine(line, section.family);
  const setting = parseKeyValue(line, knowledge.settings);
  const release = knowledge.releaseOf(line);
  if (route && "problem" in route) parts.unread.push(unreadOf(row, line, route.problem));
  else if (route) parts.routes.push({ host: section.host, route });
  else if (rule) parts.rules.push({ host: section.host, rule });
  else if (release !== undefined) parts.release = release;
  else if (setting) parts.settings.push({ ...setting, input: given.name, line: row + 1 });
  else parts.unread.push(unreadOf(row, line, "neither a route, a rule, a setting nor a release"));
}

/** A prompt, or a heading of a dump, with `ip route` or `ip rule` behind it. */
function commandOf(line: string, { host }: Section): Section | undefined {
  const [, prompt = "", flags = "", rest = ""] =
    /^\s*(?:(.*?)[#$>]\s+)?(?:sudo\s+)?ip((?:\s+-\S+)*)\s+((?:r|ro|rou|rout|route|ru|rule)(?:\s.*)?)$/.exec(
      line,
    ) ?? [];
  if (rest === "") return undefined;
  const named = /@([^\s:\]]+)/.exec(prompt)?.[1];
  const [, table] = /\btable\s+(\S+)/.exec(rest) ?? [];
  return {
    host: named ?? host,
    family: /-6|inet6/.test(flags) ? 6 : /-4|inet\b/.test(flags) ? 4 : null,
    table: table === undefined || table === "all" || table === "0" ? "main" : table,
  };
}

/** Blank lines, fences of Markdown, and lines that only draw. */
function isBlank(line: string): boolean {
  return /^[\s`|'.:=+*_~-]*$/.test(line);
}

/** Dumps have a file per command, named after it. */
function familyOfName(name: string): Family | null {
  const [, digit] = /\bip-+-([46])-/.exec(name) ?? [];
  return digit === undefined ? null : digit === "6" ? 6 : 4;
}

function tableOfName(name: string): string {
  return /\bip-.*-show-table-(\w+)/.exec(name)?.[1] ?? "main";
}

function withTable(route: Route, name: string): Route {
  const table = tableOfName(name);
  return route.table === "main" && table !== "all" ? { ...route, table } : route;
}

function unreadOf(row: number, text: string, problem: string): UnreadLine {
  return { line: row + 1, text: text.length > 160 ? `${text.slice(0, 160)}…` : text, problem };
}

function finish(given: NamedText, parts: OpenParts, format: string | null): InputParts {
  const takenFor = takenForOf(parts);
  const isNothing = takenFor.length === 0 && parts.problem === null;
  const nothing =
    given.text.trim() === ""
      ? "nothing in it"
      : `nothing in it is a routing table, a setting or a node${format === null ? "" : `, though it is ${format}`}`;
  const { routes, rules, settings, nodes, release, unread } = parts;
  const problem = isNothing ? nothing : parts.problem;
  return {
    input: { name: given.name, takenFor, problem, unread },
    folder: given.folder,
    routes,
    rules,
    settings,
    nodes,
    release,
  };
}

function takenForOf({ routes, rules, settings, others, nodes, release }: OpenParts): string[] {
  const hosts = [...new Set(routes.map(({ host }) => host))];
  return [
    ...hosts.map((host) => {
      const mine = routes.filter((route) => route.host === host);
      return `${counted(mine.length, "route")}${host === null ? "" : ` of ${host}`}`;
    }),
    ...(rules.length > 0 ? [counted(rules.length, "rule")] : []),
    ...(settings.length > 0 ? [counted(settings.length, "setting")] : []),
    ...(nodes.length > 0 ? [`${counted(nodes.length, "node")} (${others.join(", ")})`] : []),
    ...(release === null ? [] : [`release ${release}`]),
  ];
}

function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? "" : "s"}`;
}

/** Whether the beginning of a file shows routes, rules, or objects that tell something: the other files of a dump are left alone. */
export function tellsSomething(head: NamedText, knowledge: Knowledge): boolean {
  const isObject = /^\s*(---\s*)?([{[]|apiVersion:|kind:|items:)/.test(head.text);
  if (isObject) return knowledge.kinds.test(head.text) || isRouteText(head.text);
  const lines = head.text.split("\n").slice(0, 400);
  const filled = lines.filter((line) => !isBlank(line));
  const read = readInput({ ...head, text: lines.join("\n") }, knowledge);
  const found = read.routes.length + read.rules.length;
  return found > 0 && found * 2 >= filled.length;
}

function isRouteText(text: string): boolean {
  return /^\s*\[\s*\{[^}]*"dst"/.test(text);
}
