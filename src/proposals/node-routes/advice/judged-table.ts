import type { NodeTable, Prefix, Route } from "../../../advise/index.ts";
import { ownCidrs, type Role, roleOf, type Surroundings } from "./owners.ts";

/** A table, and what each of its routes is for. */
export interface JudgedTable {
  readonly table: NodeTable;
  readonly own: readonly Prefix[];
  readonly roles: ReadonlyMap<Route, Role>;
  /** In front of sentences about this table; empty where it is the only one. */
  readonly name: string;
}

export function judgeTable(table: NodeTable, around: Surroundings): JudgedTable {
  const own = ownCidrs(table, around);
  return {
    table,
    own,
    roles: new Map(table.routes.map((route) => [route, roleOf(route, own, around)])),
    name: around.isAlone ? "" : `${table.name}: `,
  };
}

/** Routes of some roles, in their order. */
export function routesOf({ roles }: JudgedTable, ...wanted: readonly Role[]): Route[] {
  return [...roles].filter(([, role]) => wanted.includes(role)).map(([route]) => route);
}

/** Some of many names, and how many there are. */
export function some(names: readonly string[], most = 8): string {
  const shown = names.slice(0, most).join(", ");
  return names.length > most ? `${shown} and ${names.length - most} more` : shown;
}
