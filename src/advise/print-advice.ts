import type { Advice } from "./advice.ts";

/** Most lines of a list on a terminal; the value has all. */
const mostLines = 24;

/** Advice as text for a terminal: sections in the order in which one asks, and none without content. */
export function printAdvice(advice: Advice): string {
  const sections: readonly (readonly [string, readonly string[]])[] = [
    ["Read", readLines(advice)],
    ["Setup", setupLines(advice)],
    ...advice.tables.map((table): [string, string[]] => [`Routes: ${table.name}`, routeLines(table)]),
    ["Node CIDRs", cidrLines(advice)],
    ["Found", foundLines(advice)],
    ["What there is already", advice.waysOut.map(wayLine)],
    ["Variants", advice.variants.map(variantLine)],
    ["Where it goes", destinationLines(advice)],
    ["Leftovers", leftoverLines(advice)],
    ["Not known", advice.unknown.map(({ what, ask }) => `${what}; give: ${ask}`)],
    ["After roll-out", advice.live.flatMap(liveLines)],
    ["Rules", Object.entries(advice.rules).map(([id, { says, source }]) => `[${id}] ${says} (${source})`)],
  ];
  return sections
    .filter(([, lines]) => lines.length > 0)
    .map(([title, lines]) => `${title}\n${lines.map((line) => indented(line)).join("\n")}`)
    .join("\n\n");
}

function indented(line: string): string {
  return line.replace(/^/gm, "  ");
}

function readLines({ inputs }: Advice): string[] {
  return inputs.flatMap(({ name, takenFor, problem, unread }) => [
    `${name}: ${problem ?? takenFor.join(", ")}`,
    ...cut(
      unread.map(
        ({ line, text, problem }) => `  line ${line}: ${problem}${text === "" ? "" : `: ${text.trim()}`}`,
      ),
    ),
  ]);
}

function setupLines({ setup }: Advice): string[] {
  return setup
    .filter(({ value }) => value !== null)
    .map(({ name, value, from }) => `${name}: ${value} (${from})`);
}

/** Routes with their owners; many of one kind are counted after the first ones. */
function routeLines({ routes }: Advice["tables"][number]): string[] {
  return cut(
    routes
      .filter(({ text }) => !/\btable local\b/.test(text))
      .map(({ text, owner: { who, role, why, certain, rule } }) => {
        const purpose = role === "" ? "" : `, ${role}`;
        return `${text}\n    ${who}${certain ? "" : " (not certain)"}${purpose}: ${why} [${rule}]`;
      }),
  );
}

function cidrLines({ cidrs }: Advice): string[] {
  return cut(
    cidrs.map(({ prefix, nodes, standing, why, rule }) => {
      const names =
        nodes.length > 4 ? `${nodes.slice(0, 4).join(", ")} and ${nodes.length - 4} more` : nodes.join(", ");
      return `${prefix} ${names}: ${standing}, ${why} [${rule}]`;
    }),
  );
}

function foundLines({ findings, leftovers }: Advice): string[] {
  if (findings.length === 0)
    return [leftovers.length === 0 ? "nothing wrong" : "nothing else wrong than the leftovers below"];
  return cut(findings.map(({ level, code, says, rule }) => `${level} ${code}: ${says} [${rule}]`));
}

function wayLine({ option, since, fits, why, cost, rule }: Advice["waysOut"][number]): string {
  return `${fits}: ${option} (since ${since}): ${why}${cost === "" ? "" : `; cost: ${cost}`} [${rule}]`.replace(
    "(since up to",
    "(up to",
  );
}

function variantLine({ id, setting, fits, why, cost }: Advice["variants"][number]): string {
  const costs = fits === "no" ? "" : `; cost: ${cost}`;
  return `${fits}: ${id}${setting === "" ? "" : `, ${setting}`}: ${why}${costs} [${id}]`;
}

function destinationLines({ destinations, tables }: Advice): string[] {
  return destinations.flatMap(({ table, address, goes }) => [
    `${address}${tables.length > 1 ? ` on ${table}` : ""}`,
    ...goes.map(({ change, kind, route, who }) => {
      const place = route ?? (kind === "local" ? "the node itself" : "nowhere: no route");
      const owner = who === null ? "" : `, ${who}`;
      return `  ${change === null ? "now" : `with ${change}`}: ${kind === "local" && route !== null ? "the node itself, " : ""}${place}${owner}`;
    }),
  ]);
}

function leftoverLines({ leftovers, tables }: Advice): string[] {
  return cut(
    leftovers.map(
      ({ table, command, why, warning }) =>
        `${tables.length > 1 ? `${table}: ` : ""}${command}\n    ${why}${warning === null ? "" : `\n    look before: ${warning}`}`,
    ),
  );
}

function liveLines({ title, commands, expect }: Advice["live"][number]): string[] {
  return [`${title}:`, ...commands.map((command) => `    ${command}`), `  expect: ${expect}`];
}

function cut(lines: readonly string[]): string[] {
  if (lines.length <= mostLines) return [...lines];
  return [...lines.slice(0, mostLines), `and ${lines.length - mostLines} more; --json has all`];
}
