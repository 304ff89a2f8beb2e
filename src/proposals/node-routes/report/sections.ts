import {
  type Cell,
  type ProposalSections,
  type Report,
  type ReportRef,
  refAnchor,
  type Section,
} from "../../../report/index.ts";
import { clusterCheck, detailsOf, trafficCheck } from "../../../verify/index.ts";
import { clusterAnswers, clusterTable } from "./cluster.ts";
import { effectsByDefault } from "./effects-by-default.ts";
import { headline } from "./headline.ts";
import { packetSections } from "./packet-section.ts";
import { packetTable } from "./packet-table.ts";
import { compareRoutes, type HostRoute, roleWords, routeTables } from "./routes.ts";

/** What this proposal says of a report: what packets did, effects by default, routes before and after. */
export function nodeRoutesSections(report: Report): ProposalSections {
  return {
    title: "Node routes of cilium-agent",
    answers: [...clusterAnswers(report), ...headline(report)],
    comparison: {
      rows: [{ head: "Changes by default", cells: effectCells(report) }],
      note: "Changes by default compares the kernel's routes with and without the series, once all nodes are known.",
    },
    sections: packetSections(report),
    ofRefs: new Map(report.refs.map((ref) => [refAnchor(ref), routeSections(ref)])),
    tablesOf({ details }) {
      const traffic = detailsOf(trafficCheck, details);
      const cluster = detailsOf(clusterCheck, details);
      return [
        ...(traffic ? [packetTable(traffic.runs)] : []),
        ...(cluster ? [clusterTable(cluster.runs)] : []),
      ];
    },
  };
}

function effectCells(report: Report): ReadonlyMap<string, Cell> {
  return new Map(
    report.names.map((name) => [name, { kind: "lines", lines: effectsByDefault(report, name) } as const]),
  );
}

/** The routes of a ref to the host device: on the base, and with each series. */
function routeSections(ref: ReportRef): Section[] {
  const tables = routeTables(ref);
  if (tables.length === 0) return [];
  const base = tables.find(({ isBase }) => isBase);
  const lines = (before: readonly HostRoute[], after: readonly HostRoute[]) =>
    compareRoutes(before, after).map(({ change, text, role }) => ({
      change,
      text,
      remark: role && roleWords[role],
    }));
  return [
    {
      title: ["Routes to cilium_host, before and after"],
      blocks: [
        {
          kind: "comparison",
          noun: "route",
          nouns: "routes",
          before: base && { label: base.label, lines: lines(base.routes, base.routes) },
          after: tables
            .filter(({ isBase }) => !isBase)
            .map(({ label, routes }) => ({ label, lines: lines(base?.routes ?? routes, routes) })),
        },
      ],
      sections: [],
    },
  ];
}
