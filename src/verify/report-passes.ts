import type { CheckDetails, TestedPackage } from "./evidence.ts";
import { fateOf, fateWords, hostWayOf, hostWayWords } from "./report-traffic.ts";

/** What a check examined and found, even if it passed. */
export interface FoundTable {
  /** One line: what, and how many of it. */
  readonly title: string;
  readonly head: readonly string[];
  /** The first cell heads its row. */
  readonly rows: readonly (readonly string[])[];
}

/** The tables of one check's details, in reading order; empty if there is nothing to list. */
export function foundTables(details: CheckDetails): FoundTable[] {
  switch (details.check) {
    case "apply":
    case "fmt":
    case "cmdref":
      return [];
    case "vet":
    case "build":
      return [
        {
          title: `Packages: ${details.packages.length}`,
          head: ["package", "result"],
          rows: details.packages.map(({ name, status }) => [name, status]),
        },
      ].filter(({ rows }) => rows.length > 0);
    case "unit":
      return unitTables(details);
    case "lint":
      return lintTables(details);
    case "scenario":
      return [verdictTable(details.verdicts)];
    case "traffic":
      return [packetTable(details.runs), verdictTable(details.verdicts)];
    case "bite":
      return biteTables(details);
  }
}

function lintTables({ golangci, scripts }: Extract<CheckDetails, { check: "lint" }>): FoundTable[] {
  const ran = scripts.filter(({ status }) => status !== "not-run").length;
  const tables = [
    {
      title: golangci
        ? `golangci-lint ${golangci.version} with ${golangci.config}: ${golangci.findings.length} new, ${golangci.findingsBefore} on the unpatched tree; ${golangci.linters.length} linters`
        : "",
      head: ["package"],
      rows: (golangci?.packages ?? []).map((name) => [name]),
    },
    {
      title: `The tree's own check scripts: ${ran} of ${scripts.length} run`,
      head: ["script", "result"],
      rows: scripts.map(({ command, status, reason }) => [
        command,
        reason === null ? status.replaceAll("-", " ") : `${status.replaceAll("-", " ")}: ${reason}`,
      ]),
    },
  ];
  return tables.filter(({ rows }) => rows.length > 0);
}

function unitTables({ packages, added }: Extract<CheckDetails, { check: "unit" }>): FoundTable[] {
  const before = packages.reduce((sum, { passingBefore }) => sum + passingBefore, 0);
  const now = packages.reduce((sum, { passing }) => sum + passing.length, 0);
  const tables = [
    {
      title: `Tests that pass: ${before} on the unpatched tree, ${now} with the series`,
      head: ["package", "run as", "unpatched", "patched", "fail in both", "flaky"],
      rows: packages.map((one) => [
        one.name,
        one.kind,
        `${one.passingBefore}`,
        `${one.passing.length}`,
        `${one.stillFailing.length}`,
        flakyWords(one),
      ]),
    },
    {
      title: `Tests that the series adds: ${added.length}`,
      head: ["test", "file", "as a unit test", "privileged"],
      rows: added.map(({ name, path, unit, privileged }) => [name, path, unit, privileged]),
    },
  ];
  return tables.filter(({ rows }) => rows.length > 0);
}

function flakyWords({ flaky }: TestedPackage): string {
  return flaky.length === 0 ? "0" : `${flaky.length}: ${flaky.join(", ")}`;
}

function verdictTable(verdicts: Extract<CheckDetails, { check: "scenario" }>["verdicts"]): FoundTable {
  const held = verdicts.filter(({ ok }) => ok).length;
  return {
    title: `Verdicts: ${held} of ${verdicts.length} as expected`,
    head: ["run", "what", "expected", "found"],
    rows: verdicts.map(({ run, check, expected, found, ok }) => [
      run,
      check,
      expected,
      ok && found === expected ? "as expected" : found,
    ]),
  };
}

function packetTable(runs: Extract<CheckDetails, { check: "traffic" }>["runs"]): FoundTable {
  return {
    title: `Packets: ${runs.length} runs`,
    head: [
      "series and setting",
      "rp_filter",
      "the VM's request",
      "time",
      "route of the reply",
      "host to the peer's pods",
    ],
    rows: runs.map((run) => [
      [run.series, run.setting].filter(Boolean).join(", "),
      `${run.rpFilter}`,
      run.before ? fateWords(fateOf(run)) : "no answer even before the handler ran",
      `${(run.elapsedMs / 1000).toFixed(1)} s`,
      run.replyRoute,
      hostWayWords(hostWayOf(run)),
    ]),
  };
}

function biteTables({
  mutants,
  redOnBase,
  greenOnBase,
}: Extract<CheckDetails, { check: "bite" }>): FoundTable[] {
  const caught = mutants.filter(({ outcome }) => outcome === "caught").length;
  const base = `on the unpatched tree ${redOnBase} of ${redOnBase + greenOnBase.length} added tests fail`;
  return [
    {
      title: `Changed conditions: ${caught} of ${mutants.length} caught by the added tests; ${base}`,
      head: ["where", "function", "change", "result", "caught by"],
      rows: mutants.map(({ path, line, function: name, change, text, outcome, by }) => [
        `${path}:${line}`,
        name,
        `${change}: ${text}`,
        outcome.replaceAll("-", " "),
        by.join(", "),
      ]),
    },
  ];
}
