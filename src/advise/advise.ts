import type { Advice, Goes } from "./advice.ts";
import { gather } from "./gather.ts";
import type { Change, Judgement, Knowledge } from "./knowledge.ts";
import { type Destination, lookUp, makeTables } from "./look-up.ts";
import type { NodeTable, Picture } from "./picture.ts";
import type { Address } from "./prefix.ts";
import { type NamedText, readInput } from "./read-input.ts";
import { relate } from "./relate.ts";
import { type Route, routeText } from "./route.ts";

/** What a person asks besides what they give. */
export interface Question {
  /** Addresses of which to say where they go. */
  readonly to: readonly Address[];
  /** Whether to say how to look at a live node. */
  readonly after: boolean;
  /** The release, as the person names it. */
  readonly release: string | null;
}

/** What the inputs come to, by what a proposal knows. */
export function advise(inputs: readonly NamedText[], knowledge: Knowledge, question: Question): Advice {
  const picture = gather(
    inputs.map((input) => readInput(input, knowledge)),
    question.release,
  );
  const relations = relate(
    picture.nodes.flatMap(({ name, cidrs }) => cidrs.map(({ prefix }) => ({ prefix, holder: name }))),
  );
  const judged = knowledge.judge(picture, relations);
  const advice = {
    inputs: picture.inputs.map((input) => ({
      ...input,
      takenFor: [...input.takenFor],
      unread: [...input.unread],
    })),
    setup: judged.setup,
    tables: picture.tables.map((table) => tableValue(table, judged)),
    cidrs: judged.cidrs,
    findings: [...judged.findings],
    waysOut: [...judged.waysOut],
    variants: [...judged.variants],
    destinations: destinationsOf(picture, judged, question.to),
    leftovers: [...judged.leftovers],
    unknown: [...judged.unknown],
    live: question.after ? [...judged.live] : [],
  };
  return { ...advice, rules: rulesOf(advice, knowledge) };
}

function tableValue(table: NodeTable, { owners }: Judgement): Advice["tables"][number] {
  return {
    name: table.name,
    node: table.node?.name ?? null,
    inputs: [...table.inputs],
    routes: table.routes.map((route) => ({
      text: routeText(route),
      input: route.input,
      line: route.line,
      owner: owners(table, route),
    })),
  };
}

/** Tables without any route of an address's family say nothing about it. */
function destinationsOf(
  { tables }: Picture,
  judged: Judgement,
  to: readonly Address[],
): Advice["destinations"] {
  return tables.flatMap((table) => {
    const before = makeTables(table.routes, table.rules);
    const after = judged.changes.map((change) => ({ change, tables: changed(table, change) }));
    return to
      .filter(({ family }) => table.routes.some(({ destination }) => destination.family === family))
      .map((address) => ({
        table: table.name,
        address: address.text,
        goes: [
          goesOf(null, lookUp(before, address), table, judged),
          ...after.map(({ change, tables }) => goesOf(change.id, lookUp(tables, address), table, judged)),
        ],
      }));
  });
}

function changed(table: NodeTable, { keeps }: Change) {
  // Own addresses stay known, also where the only route that names them goes.
  const left = makeTables(
    table.routes.filter((route) => keeps(table, route)),
    table.rules,
  );
  return { ...left, own: makeTables(table.routes).own };
}

function goesOf(change: string | null, found: Destination, table: NodeTable, { owners }: Judgement): Goes {
  const route: Route | null = found.kind === "none" ? null : found.route;
  return {
    change,
    kind: found.kind,
    route: route && routeText(route),
    who: route && owners(table, route).who,
  };
}

/** The rules that anything names, each once. */
function rulesOf(advice: Omit<Advice, "rules">, { rules }: Knowledge): Advice["rules"] {
  const named = new Set([
    ...advice.tables.flatMap(({ routes }) => routes.map(({ owner }) => owner.rule)),
    ...[advice.cidrs, advice.findings, advice.waysOut, advice.variants].flatMap((list) =>
      list.map(({ rule }) => rule),
    ),
  ]);
  return Object.fromEntries(Object.entries(rules).filter(([id]) => named.has(id)));
}

/** Whether anything is wrong: a problem, or a leftover. */
export function hasProblem({ findings, leftovers }: Advice): boolean {
  return leftovers.length > 0 || findings.some(({ level }) => level === "problem");
}

/** Inputs of which nothing could be read. */
export function unusable({ inputs }: Advice): readonly Advice["inputs"][number][] {
  return inputs.filter(({ problem }) => problem !== null);
}
