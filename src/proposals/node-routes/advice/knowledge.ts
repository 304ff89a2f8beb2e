import {
  type Judgement,
  type Knowledge,
  type Picture,
  type PrefixRelations,
  parsePrefix,
  type Range,
} from "../../../advise/index.ts";
import { faultsOf } from "./faults.ts";
import { type Evidence, findingsOf } from "./findings.ts";
import { judgeTable } from "./judged-table.ts";
import { leftoversOf } from "./leftovers.ts";
import { liveSteps } from "./live.ts";
import { ownerOf, type Surroundings } from "./owners.ts";
import { readObject } from "./read-object.ts";
import { rules } from "./rules.ts";
import { parseRelease, settingKeys, setupOf } from "./setup.ts";
import { standingsOf } from "./standing.ts";
import { unknownOf } from "./unknown.ts";
import { changesOf, variantsOf } from "./variants.ts";
import { waysOutOf } from "./ways-out.ts";

/** Nodes, and the agent's configuration: other ConfigMaps of a dump say nothing. */
const objectKinds = /"?kind"?: "?(CiliumNode|Node)\b|"?(routing-mode|tunnel|ipam|enable-ipv4)"?: /;

/** What is known of node routes, for advice about a person's own setup. */
export const knowledge: Knowledge = {
  settings: settingKeys,
  kinds: objectKinds,
  readObject,
  releaseOf,
  judge,
  rules,
};

/** Lines of `cilium version`, `cilium status`, and the image of an agent. */
function releaseOf(line: string): string | undefined {
  const [, found] =
    /^\s*(?:Daemon:|cilium image \(running\):|Cilium:\s+Ok)\s+(v?\d+\.\d+\.\d+\S*)/.exec(line) ??
    /^\s*-?\s*image:\s*\S*\/cilium:(v\d+\.\d+\.\d+[^\s@]*)/.exec(line) ??
    [];
  return found !== undefined && parseRelease(found) ? found : undefined;
}

const rangeKeys = [
  ["service", "service range", /^(ipv[46]-service-range|service-cluster-ip-range)$/],
  ["pool", "pool", /^cluster-pool-ipv[46]-cidr$/],
] as const;

/** Ranges that settings name; lists are separated by commas or blanks. */
function rangesOf(settings: Picture["settings"]): Range[] {
  return settings.flatMap(({ key, value }) => {
    const known = rangeKeys.find(([, , pattern]) => pattern.test(key));
    if (!known) return [];
    const [kind, name] = known;
    return value.split(/[\s,]+/).flatMap((text) => {
      const prefix = parsePrefix(text);
      return prefix ? [{ prefix, name, kind, setting: key }] : [];
    });
  });
}

function judge(picture: Picture, relations: PrefixRelations): Judgement {
  const setup = setupOf(picture);
  const ranges = rangesOf(picture.settings);
  const around: Surroundings = {
    setup,
    ranges,
    settings: picture.settings,
    isAlone: picture.tables.length === 1,
  };
  const tables = picture.tables.map((table) => judgeTable(table, around));
  const cidrs = standingsOf(picture, relations, { setup, ranges });
  const evidence: Evidence = { picture, relations, ranges, setup, tables, cidrs };
  const findings = findingsOf(evidence);
  const faults = faultsOf(new Set(findings.map(({ code }) => code)), evidence);
  const byTable = new Map(tables.map((judged) => [judged.table, judged]));
  return {
    setup: setup.rows,
    owners: (table, route) => ownerOf(route, byTable.get(table)?.roles.get(route) ?? "foreign"),
    cidrs,
    findings,
    waysOut: waysOutOf(faults, evidence),
    variants: variantsOf(faults, setup, tables),
    changes: changesOf(setup, tables),
    leftovers: leftoversOf(tables, setup, picture, relations),
    unknown: unknownOf(evidence),
    live: liveSteps(evidence),
  };
}
