import {
  deleteCommand,
  type Leftover,
  type Picture,
  type PrefixRelations,
  type Route,
  routeText,
} from "../../../advise/index.ts";
import { type JudgedTable, routesOf } from "./judged-table.ts";
import type { Setup } from "./setup.ts";

/** Routes of an earlier run that no agent of this setup would install, with the command that deletes each. */
export function leftoversOf(
  tables: readonly JudgedTable[],
  setup: Setup,
  picture: Picture,
  relations: PrefixRelations,
): Leftover[] {
  return tables.flatMap((table) =>
    [...reasons(table, setup, picture, relations)].map(([route, why]) => ({
      table: table.table.name,
      route: routeText(route),
      command: deleteCommand(route),
      why,
      warning: warningOf(route, setup),
    })),
  );
}

function reasons(
  table: JudgedTable,
  setup: Setup,
  picture: Picture,
  relations: PrefixRelations,
): Map<Route, string> {
  const found = new Map<Route, string>();
  if (setup.routing === "native") {
    for (const route of routesOf(table, "remote", "shared"))
      found.set(
        route,
        `native routing installs no route to remote CIDRs on cilium_host${route.mtu === null ? "" : "; the MTU is a tunnel's"}`,
      );
    if (setup.localRoute === false)
      for (const route of routesOf(table, "local"))
        found.set(route, "the local node's route is switched off");
  }
  const announced = picture.nodes.some(({ cidrs }) => cidrs.length > 0);
  if (setup.routing === "tunnel" && announced)
    for (const route of routesOf(table, "remote"))
      if (relations.index.at(route.destination).length === 0)
        found.set(route, "none of the nodes given announces it: its node is gone, or has another CIDR now");
  return found;
}

/** What keeps a route from being told apart from one that somebody else made. */
function warningOf(route: Route, { clusterId, routing }: Setup): string | null {
  const doubts = [
    ...(routing === "tunnel" && clusterId !== 0
      ? ["it may belong to a node of another cluster of the mesh, which these nodes do not show"]
      : []),
    ...(route.proto === "kernel"
      ? []
      : ["no protocol is shown, as before 1.14: a route made by hand looks the same"]),
  ];
  return doubts.length === 0 ? null : doubts.join("; ");
}
