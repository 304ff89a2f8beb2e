import { type Route, routeText } from "../../../advise/index.ts";
import type { Evidence } from "./findings.ts";
import { type JudgedTable, routesOf } from "./judged-table.ts";

/** What is wrong, by what can cure it. */
export interface Faults {
  /** A remote node announces the own CIDR. */
  readonly own: boolean;
  /** Nodes announce equal CIDRs. */
  readonly equal: boolean;
  /** CIDRs or a pool overlap with networks of hosts. */
  readonly host: boolean;
  /** CIDRs or a pool overlap with the service range. */
  readonly service: boolean;
  readonly madeUp: boolean;
  readonly allocation: boolean;
}

export function faultsOf(codes: ReadonlySet<string>, { cidrs, relations }: Evidence): Faults {
  const standings = new Map(cidrs.map(({ prefix, standing }) => [prefix, standing]));
  const isUsed = (prefix: string) => standings.get(prefix) === "real" || standings.get(prefix) === "wrong";
  return {
    own: codes.has("shared-own-cidr"),
    equal: codes.has("equal-cidrs"),
    host: ["host-network-taken", "same-prefix", "node-in-cidr", "host-network-in-pool", "node-in-pool"].some(
      (code) => codes.has(code),
    ),
    service: codes.has("cidr-in-service-range") || codes.has("service-range-in-pool"),
    madeUp: codes.has("made-up-cidr"),
    allocation:
      codes.has("wrong-cidr") ||
      relations.equal.some(({ prefix }) => isUsed(prefix.text)) ||
      relations.nested.some(({ outer }) => isUsed(outer.text)),
  };
}

export function isAnyFault(faults: Faults): boolean {
  return faults.own || faults.equal || faults.host || faults.service || faults.allocation;
}

/** Other routes of the prefixes in question, which a metric could prefer. */
export function rivals(tables: readonly JudgedTable[]): string[] {
  return tables.flatMap((judged) => {
    const ours = new Set(
      routesOf(judged, "shared", "remote", "local").map(({ destination }) => destination.text),
    );
    return routesOf(judged, "foreign")
      .filter(({ destination }: Route) => ours.has(destination.text))
      .map(routeText);
  });
}
