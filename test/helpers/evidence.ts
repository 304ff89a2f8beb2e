import { groupSeries, type Report, type ReportSeries } from "../../src/report/report-data.ts";
import { digestOf, type Series, seriesFiles } from "../../src/series/index.ts";
import { checks } from "../../src/verify/checks/index.ts";
import {
  type CheckDetails,
  type CheckId,
  type CheckResult,
  checkIds,
  type Evidence,
} from "../../src/verify/evidence.ts";
import type { RunVerdict } from "../../src/verify/run-verdict.ts";
import type { ScenarioRun } from "../../src/verify/scenario-run.ts";
import type { TrafficRun } from "../../src/verify/traffic-run.ts";
import { makeSeries } from "./series.ts";

/** Routes that the kernel has once all nodes of the scenario are known, by what they are for. */
const hostRoutes = {
  shared: [
    "10.247.2.0/24 via 10.247.2.95 dev cilium_host proto kernel src 10.247.2.95 mtu 1450",
    "fd00:2::/96 via fd00:2::95 dev cilium_host proto kernel src fd00:2::95 metric 1024 mtu 1450",
  ],
  peer: [
    "10.247.144.0/24 via 10.247.2.95 dev cilium_host proto kernel src 10.247.2.95 mtu 1450",
    "fd00:144::/96 via fd00:2::95 dev cilium_host proto kernel src fd00:2::95 metric 1024 mtu 1450",
  ],
  service: [
    "10.96.0.0/16 via 10.247.2.95 dev cilium_host proto kernel src 10.247.2.95",
    "fd00:96::/112 via fd00:2::95 dev cilium_host proto kernel src fd00:2::95 metric 1024",
  ],
};

/** Scenario runs with the local route off and on, the prefixes named being routed to the host device. */
function scenarioRuns(series: string, setting: string, roles: readonly (keyof typeof hostRoutes)[]) {
  const name = [series, setting].filter(Boolean).join(" ");
  const runs = [false, true].map((localRoute): ScenarioRun => {
    const event = (step: string, what: string, routed: readonly (keyof typeof hostRoutes)[]) => ({
      step,
      event: what,
      routes: [...routed.flatMap((role) => hostRoutes[role]), "10.247.2.95 dev lo proto kernel"],
      monitor: [],
      log: [],
      error: "",
    });
    return {
      name: `${name} local ${localRoute ? "on" : "off"}`,
      series,
      setting,
      localRoute,
      events: [
        event("1 start", "configure", ["service"]),
        event("1 start", "add tt-lab9", localRoute ? ["shared", "peer", "service"] : roles),
        event("4 deletion", "delete tt-lab4", ["service"]),
      ],
    };
  });
  const alone = runs.slice(0, 1).map(({ events, ...rest }) => ({
    ...rest,
    name: `${name} IPv4 alone`,
    events: events.map((event) => ({
      ...event,
      routes: event.routes.filter((route) => !route.includes("::")),
    })),
  }));
  return series === "base" ? runs : [...runs, ...alone];
}

const everything = ["shared", "peer", "service"] as const;

/** What each variant's own runs show. */
const variantRuns: Readonly<Record<string, readonly ScenarioRun[]>> = {
  "flag-gate": [
    ...scenarioRuns("flag-gate", "default", everything),
    ...scenarioRuns("flag-gate", "off", ["service"]),
  ],
  "cidr-validation": scenarioRuns("cidr-validation", "", ["peer", "service"]),
  "ipam-mode": [
    ...scenarioRuns("ipam-mode", "kubernetes", everything),
    ...scenarioRuns("ipam-mode", "crd, cluster ID 1", everything),
    ...scenarioRuns("ipam-mode", "crd", ["service"]),
  ],
};

const way = {
  overlay: "dev cilium_host src 10.247.2.135",
  fabric: "via 10.248.14.1 dev eth0 src 10.248.14.22",
};

/** Packets with both kinds of reverse path filter: where the host's replies and its requests to a peer's pods go. */
function trafficRuns(series: string, setting: string, reply: keyof typeof way, toPeer: keyof typeof way) {
  const isLost = reply === "overlay";
  return ([0, 1] as const).map(
    (rpFilter): TrafficRun => ({
      series,
      setting,
      rpFilter,
      before: true,
      answered: !isLost,
      elapsedMs: isLost ? 3050 : 12,
      replyRoute: `10.247.2.19 from 10.248.14.22 ${way[reply]}`,
      routes: [
        "default via 10.248.14.1 dev eth0 onlink",
        ...(isLost ? ["10.247.2.0/24 via 10.247.2.135 dev cilium_host src 10.247.2.135"] : []),
        ...(toPeer === "overlay"
          ? ["10.247.144.0/24 via 10.247.2.135 dev cilium_host src 10.247.2.135"]
          : []),
      ],
      hostTx: isLost && rpFilter === 0 ? 4 : 0,
      rpDrops: isLost && rpFilter === 1 ? 3 : 0,
      hostToDisjoint: { answered: toPeer === "overlay", route: `10.247.144.77 ${way[toPeer]}` },
    }),
  );
}

/** What packets show of each variant. */
const variantTraffic: Readonly<Record<string, readonly TrafficRun[]>> = {
  "flag-gate": [
    ...trafficRuns("flag-gate", "default", "overlay", "overlay"),
    ...trafficRuns("flag-gate", "off", "fabric", "fabric"),
  ],
  "cidr-validation": trafficRuns("cidr-validation", "", "fabric", "overlay"),
  "ipam-mode": [
    ...trafficRuns("ipam-mode", "kubernetes", "overlay", "overlay"),
    ...trafficRuns("ipam-mode", "crd, cluster ID 1", "overlay", "overlay"),
    ...trafficRuns("ipam-mode", "crd", "fabric", "fabric"),
  ],
};

/** What the check `traffic` finds of a variant, the base included. */
export function trafficDetails(variant: string) {
  return {
    check: "traffic",
    runs: [...trafficRuns("base", "", "overlay", "overlay"), ...(variantTraffic[variant] ?? [])],
    verdicts: [
      {
        run: "base rp_filter 0",
        check: "the VM asks the host",
        expected: "no answer, the reply leaves by cilium_host",
        found: "no answer, the reply leaves by cilium_host",
        ok: true,
      },
    ],
  };
}

/** What the checks of a passing series found, where a report shows it. */
function passingDetails(check: CheckId, variant: string): CheckDetails | null {
  if (check === "scenario") return scenarioDetails(variant, [serviceVerdict(variant)]);
  if (check === "traffic") return trafficDetails(variant);
  if (check === "bite")
    return {
      check,
      mutants: [
        {
          path: "pkg/datapath/linux/node.go",
          line: 421,
          function: "linuxNodeHandler.nodeUpdate",
          change: "inverted",
          text: "n.nodeConfig.SkipRemoteNodeRoute",
          outcome: "caught",
          by: ["TestSkipRemoteNodeRoute"],
        },
      ],
      greenOnBase: [],
      redOnBase: 2,
    };
  if (check === "lint")
    return {
      check,
      golangci: {
        config: ".golangci.yaml",
        version: "v1.64.8",
        packages: ["pkg/datapath/linux"],
        broken: [],
        linters: ["govet", "misspell"],
        dropped: [],
        findingsBefore: 4,
        findings: [],
      },
      scripts: [
        { command: "contrib/scripts/check-fmt.sh", status: "pass", reason: null, output: "" },
        { command: "make -C Documentation", status: "not-run", reason: "it runs make", output: "" },
      ],
    };
  if (check !== "unit") return null;
  return {
    check,
    packages: [
      {
        name: "pkg/datapath/linux",
        kind: "privileged",
        status: "pass",
        passing: ["TestA", "TestB", "TestSkipRemoteNodeRoute"],
        passingBefore: 2,
        regressions: [],
        stillFailing: [],
        flaky: [],
        output: "",
      },
    ],
    added: [
      {
        path: "pkg/datapath/linux/node_linux_test.go",
        name: "TestSkipRemoteNodeRoute",
        unit: "skipped",
        privileged: "pass",
      },
    ],
  };
}

function serviceVerdict(variant: string) {
  return {
    run: `${variant} local off`,
    check: "service range",
    expected: "present",
    found: "present",
    ok: true,
  };
}

/** A check's result, a pass without details unless told otherwise. */
export function makeResult(check: CheckId, changed: Partial<CheckResult> = {}): CheckResult {
  return {
    check,
    commit: null,
    outcome: "pass",
    reason: null,
    timeMs: 1500,
    cached: false,
    log: "",
    details: null,
    ...changed,
  };
}

/** What the scenario finds of a variant. */
export function scenarioDetails(
  variant: string,
  verdicts: readonly RunVerdict[] = [],
): { check: string; runs: ScenarioRun[]; verdicts: readonly RunVerdict[] } {
  return {
    check: "scenario",
    runs: [...scenarioRuns("base", "", everything), ...(variantRuns[variant] ?? [])],
    verdicts,
  };
}

/** Evidence of a series on v1.10.12 that passes every check, with `results` in the place of those of their kind. */
export function makeEvidence(
  changed: Partial<Evidence> = {},
  results: readonly CheckResult[] = [],
): Evidence {
  const variant = changed.variant ?? "flag-gate";
  const slug = changed.slug ?? "v1.10.12";
  const passing = checkIds.map((check) => makeResult(check, { details: passingDetails(check, variant) }));
  return {
    schema: 1,
    tool: "0.1.0",
    ref: slug,
    sha: "09e4ab450fd166807577b3ac785ecec6d62a876f",
    release: "v1.10",
    slug,
    variant,
    params: {},
    folder: `${slug}/${variant}`,
    tree: "4".repeat(40),
    digest: "d".repeat(64),
    place: {
      engine: "docker",
      version: "27.3.1",
      image: "golang:1.16",
      imageDigest: `sha256:${"a".repeat(64)}`,
      go: "go1.16.15",
      kernel: "6.1.0-28-amd64",
    },
    checks: passing.flatMap((result) => {
      const own = results.filter(({ check }) => check === result.check);
      return own.length > 0 ? own : [result];
    }),
    ...changed,
  };
}

/** A patch as `git format-patch` writes it. */
export function makePatch(subject: string, lines: readonly string[]): string {
  return `From ${"1".repeat(40)} Mon Sep 17 00:00:00 2001
From: cilium-patchkit <cilium-patchkit@example.invalid>
Date: Sun, 13 Sep 2020 12:26:41 +0000
Subject: [PATCH] ${subject}

Every remote node's pod CIDR is routed to the host device.
---
 pkg/datapath/linux/node.go | ${lines.length + 1} ${"+".repeat(lines.length)}-
 1 file changed, ${lines.length} insertions(+), 1 deletion(-)

diff --git a/pkg/datapath/linux/node.go b/pkg/datapath/linux/node.go
index 56d0038669636f748865c58146bced68560268cb..569380e3eb6d37c377660ce702f33a31efb83da5 100644
--- a/pkg/datapath/linux/node.go
+++ b/pkg/datapath/linux/node.go
@@ -26,3 +26,${lines.length + 2} @@ type linuxNodeHandler struct {
 	nodeAddressing datapath.NodeAddressing
-	n.deleteNodeRoute(oldPrefix)
${lines.map((line) => `+${line}`).join("\n")}
 }
--${" "}
cilium-patchkit 0.1.0
`;
}

/** A verified series as a report shows it. */
export function makeReportSeries(
  changed: Partial<ReportSeries> = {},
  results: readonly CheckResult[] = [],
): ReportSeries {
  const { variant = "flag-gate", slug = "v1.10.12", release = "v1.10" } = changed;
  const name = changed.name ?? variant;
  const sha = changed.sha ?? "09e4ab450fd166807577b3ac785ecec6d62a876f";
  const folder = `${slug}/${name}`;
  return {
    folder,
    name,
    variant,
    slug,
    release,
    ref: slug,
    sha,
    params: {},
    files: [{ path: "pkg/datapath/linux/node.go", added: 2, removed: 1 }],
    patches: [
      {
        name: "0001-datapath-Allow-skipping-the-routes.patch",
        subject: "datapath: Allow skipping the routes to remote nodes",
        text: makePatch("datapath: Allow skipping the routes to remote nodes", [
          "	// Another component routes between nodes.",
          "	n.deleteRemoteNodeRoute(oldPrefix)",
        ]),
      },
    ],
    revision: null,
    coverLetter: "Subject: [PATCH 0/1] datapath: Allow skipping the routes\n\nReplies are lost.\n",
    standing: "verified",
    evidence: makeEvidence({ variant, slug, release, sha, folder }, results),
    checks,
    ...changed,
  };
}

/** Results of a series with something of everything that can go wrong. */
const troubled: readonly CheckResult[] = [
  makeResult("unit", {
    outcome: "fail",
    reason: "1 test of pkg/datapath/linux passed on the base and fails now",
    log: "--- FAIL: TestNodeRoute (0.01s)\n    node_test.go:40: expected 2 routes, found <1>\n",
    details: {
      check: "unit",
      packages: [
        {
          name: "pkg/datapath/linux",
          kind: "privileged",
          status: "fail",
          passing: ["TestA"],
          passingBefore: 2,
          regressions: [
            { name: "TestNodeRoute", before: "pass", now: "fail", output: "expected 2 routes, found <1>" },
          ],
          stillFailing: [],
          flaky: [],
          output: "",
        },
      ],
      added: [],
    },
  }),
  makeResult("cmdref", { outcome: "could-not-run", reason: "the agent does not compile" }),
  makeResult("scenario", {
    outcome: "fail",
    reason: "1 of 3 verdicts failed",
    details: scenarioDetails("ipam-mode", [
      {
        run: "ipam-mode crd local off",
        check: "service range",
        expected: "present",
        found: "present",
        ok: true,
      },
      {
        run: "ipam-mode crd local off",
        check: "leftovers removed",
        expected: "2 before the restart, 0 after",
        found: "2 before the restart, 1 after",
        ok: false,
      },
    ]),
  }),
  makeResult("bite", {
    outcome: "fail",
    reason: "1 of 6 mutants survived",
    details: {
      check: "bite",
      mutants: [
        {
          path: "pkg/datapath/linux/node.go",
          line: 412,
          function: "linuxNodeHandler.nodeUpdate",
          change: "inverted",
          text: "!isLocalNode && n.skips(prefix)",
          outcome: "survived",
          by: [],
        },
        {
          path: "pkg/datapath/linux/node.go",
          line: 430,
          function: "linuxNodeHandler.nodeDelete",
          change: "dropped",
          text: "return nil",
          outcome: "caught",
          by: ["TestSkip"],
        },
      ],
      greenOnBase: ["TestAlwaysGreen"],
      redOnBase: 7,
    },
  }),
];

const proposal = "node-routes";

/** Sentences as `variant.json` has them. */
export const variantTexts = {
  "flag-gate": {
    proposal,
    fixes: "Any setup, once the flag is off.",
    doesNotFix: "Any setup while the flag is on.",
  },
  "cidr-validation": {
    proposal,
    fixes: "The reported setup.",
    doesNotFix: "Remote nodes that share a CIDR.",
  },
  "ipam-mode": { proposal, fixes: "Agents without a cluster ID.", doesNotFix: "The reported setup." },
};

/** Three variants on two releases; on the third one of them is not verified, and one verified with other patches. */
export function makeReport(): Report {
  const newer = { slug: "v1.15.0", release: "v1.15", sha: "a8668f816272fe9544e02e66cc67a9f498dc1f6e" };
  const newest = { slug: "main", release: "v1.19", sha: "841fa11a436ccb52bfd70d88dd3a5cc61d564be4" };
  const noReference = makeResult("cmdref", {
    outcome: "could-not-run",
    reason: "the agent does not compile",
  });
  return groupSeries(
    [
      makeReportSeries({ variant: "cidr-validation" }),
      makeReportSeries({ variant: "flag-gate" }, [makeResult("build", { cached: true, log: "ok\n" })]),
      makeReportSeries({ variant: "ipam-mode" }, troubled),
      makeReportSeries({ variant: "cidr-validation", ...newer }, [noReference]),
      makeReportSeries({ variant: "flag-gate", ...newer }),
      makeReportSeries({ variant: "flag-gate", ...newest, standing: "not-verified", evidence: null }),
      makeReportSeries({ variant: "cidr-validation", ...newest, standing: "outdated", evidence: null }),
    ],
    variantTexts,
  );
}

/** The files of an output folder with one series in it, by path below it; `evidence` undefined: none. */
export function outputFiles(
  changed: Partial<Series> = {},
  evidence?: (digest: string) => unknown,
): Record<string, string> {
  const made = makeSeries(changed);
  const digest = digestOf(made.commits.map(({ patch }) => patch));
  const series = { ...made, digest };
  const files = seriesFiles(series, { tool: "0.1.0", templates: "e".repeat(64) });
  if (evidence) files.set("evidence.json", JSON.stringify(evidence(digest)));
  return Object.fromEntries([...files].map(([name, text]) => [`${series.folder}/${name}`, text]));
}
