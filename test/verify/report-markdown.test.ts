import { describe, expect, it } from "vitest";
import { checkIds, standardChecks } from "../../src/verify/evidence.ts";
import { groupSeries } from "../../src/verify/report-data.ts";
import { reportMarkdown } from "../../src/verify/report-markdown.ts";
import {
  makeEvidence,
  makeReport,
  makeReportSeries,
  makeResult,
  scenarioDetails,
} from "../helpers/evidence.ts";

const all = checkIds.length;
const hostile = "</code></details><script>alert(1)</script> @all #1 `x` | ``` y";

/** Lines of the part under a heading, up to the next one. */
function section(text: string, heading: string): string[] {
  const lines = text.split("\n");
  const start = lines.indexOf(heading);
  expect(start, heading).toBeGreaterThanOrEqual(0);
  const length = lines.slice(start + 1).findIndex((line) => line.startsWith("#"));
  return lines.slice(start + 1, length < 0 ? undefined : start + 1 + length).filter((line) => line !== "");
}

describe("reportMarkdown", () => {
  const text = reportMarkdown(makeReport(), "patches");

  it("says first which variants do what to the routes, and whose checks fail", () => {
    expect(section(text, "# Node routes of cilium-agent: the variants compared").slice(0, 5)).toEqual([
      "**Replies within the shared subnet arrive, and the clustermesh peer stays reached, with: cidr-validation; ipam-mode (crd), but its checks fail on v1.10.12.**",
      "Two nodes announce the same pod CIDR 10.247.2.0/24, a clustermesh peer announces 10.247.144.0/24:",
      "- ❌ replies are lost, ✅ clustermesh peer reached: **base**, **flag-gate (default)**, **ipam-mode (default)** (❌ checks fail on v1.10.12)",
      "- ✅ replies arrive, ✅ clustermesh peer reached: **cidr-validation**, **ipam-mode (crd)** (❌ checks fail on v1.10.12)",
      "- ✅ replies arrive, ❌ clustermesh peer cut off: **flag-gate (off)**",
    ]);
  });

  it("has a scoreboard where there are several refs, in which only a pass of every check looks like one", () => {
    expect(section(text, "## Scoreboard")).toEqual([
      "|  | cidr-validation | flag-gate | ipam-mode |",
      "| --- | --- | --- | --- |",
      `| v1.10.12 (09e4ab450fd1) | ✅ ${all} pass | ✅ ${all} pass | ❌ 3 fail, 1 could not run, ${all - 4} pass |`,
      `| v1.15.0 (a8668f816272) | ⚠️ 1 could not run, ${all - 1} pass | ✅ ${all} pass | ➖ no series |`,
      "| main (841fa11a436c) | ⚠️ evidence outdated | ➖ not verified | ➖ no series |",
    ]);
    const only = groupSeries([makeReportSeries({}, [makeResult("vet", { outcome: "fail" })])]);
    const single = reportMarkdown(only, "patches");
    expect(single).not.toContain("## Scoreboard");
    expect(single).toContain(
      `| flag-gate (off) | ✅ not routed | ❌ not routed | ✅ routed | ❌ 1 fail, ${all - 1} pass |`,
    );
  });

  it("does not call a series good of which some checks were left out", () => {
    const evidence = makeEvidence({ checks: [makeResult("apply"), makeResult("fmt")] });
    const partial = reportMarkdown(groupSeries([makeReportSeries({ evidence })]), "patches");
    expect(partial).toContain(`| all | ➖ 2 pass, ${standardChecks.length - 2} not run |`);
    expect(partial).toContain("| `vet` go vet | ➖ not run |");
    expect(partial).toContain("The shared-subnet scenario has not run on any of these series");
  });

  it("has a table of the checks of each ref, with the reasons below it", () => {
    const lines = section(text, "### Checks");
    expect(lines[0]).toBe("| check | cidr-validation | flag-gate | ipam-mode |");
    expect(lines).toContain("| `build` packages and agent compile | ✅ pass | ✅ pass (cached) | ✅ pass |");
    expect(lines).toContain("| `helm` chart renders | ✅ pass | ✅ pass | ⚠️ could not run |");
    expect(lines).toContain("- ipam-mode, `helm`: ⚠️ could not run: `helm is not installed`");
    expect(lines).toContain("- ipam-mode, `bite`: ❌ fail: `1 of 6 mutants survived`");
  });

  it("takes the worst result of a check that ran on single commits too, and says which", () => {
    const results = [
      makeResult("vet", { commit: 1, outcome: "fail", reason: "vet found something" }),
      makeResult("vet", { commit: 2 }),
      makeResult("vet"),
    ];
    const perCommit = reportMarkdown(groupSeries([makeReportSeries({}, results)]), "patches");
    expect(perCommit).toContain("| `vet` go vet | ❌ fail |");
    expect(perCommit).toContain("- flag-gate, `vet` of commit 1: ❌ fail: `vet found something`");
  });

  it("shows the routes before and after, the local route off, only those to cilium_host", () => {
    const lines = section(text, "### Routes to cilium_host, before and after");
    const before = lines.indexOf("Before: **base**");
    const after = lines.indexOf("After: **flag-gate (off)**");
    expect(lines[before + 2]).toBe(
      "  10.247.2.0/24 via 10.247.2.95 dev cilium_host proto kernel src 10.247.2.95 mtu 1450   # shared by all nodes",
    );
    expect(lines.slice(after + 1, after + 9)).toEqual([
      "```diff",
      "- 10.247.2.0/24 via 10.247.2.95 dev cilium_host proto kernel src 10.247.2.95 mtu 1450   # shared by all nodes",
      "- fd00:2::/96 via fd00:2::95 dev cilium_host proto kernel src fd00:2::95 metric 1024 mtu 1450   # shared by all nodes",
      "- 10.247.144.0/24 via 10.247.2.95 dev cilium_host proto kernel src 10.247.2.95 mtu 1450   # clustermesh peer",
      "- fd00:144::/96 via fd00:2::95 dev cilium_host proto kernel src fd00:2::95 metric 1024 mtu 1450   # clustermesh peer",
      "  10.96.0.0/16 via 10.247.2.95 dev cilium_host proto kernel src 10.247.2.95   # service range",
      "  fd00:96::/112 via fd00:2::95 dev cilium_host proto kernel src fd00:2::95 metric 1024   # service range",
      "```",
    ]);
    expect(lines).toContain("After: **flag-gate (default)**: the same routes as before.");
    expect(text).not.toContain("dev lo");
  });

  it("says nothing of routes that a run did not come to", () => {
    const details = scenarioDetails("flag-gate");
    if (details.check !== "scenario") throw new Error("expected the scenario");
    const runs = details.runs.map((run) => ({ ...run, events: run.events.slice(0, 1) }));
    const cut = makeResult("scenario", { outcome: "fail", reason: "panic", details: { ...details, runs } });
    const shown = reportMarkdown(groupSeries([makeReportSeries({}, [cut])]), "patches");
    expect(shown).toContain("so nothing is said of routes");
    expect(shown).not.toContain("replies arrive");
  });

  it("says on which refs the routes were seen, and where series differ between refs", () => {
    const at = { slug: "v1.15.0", release: "v1.15", variant: "flag-gate" };
    const keeping = scenarioDetails("flag-gate");
    if (keeping.check !== "scenario") throw new Error("expected the scenario");
    const runs = keeping.runs.map((run) =>
      run.setting === "off" ? { ...run, events: (keeping.runs[0] ?? run).events } : run,
    );
    const report = groupSeries([
      makeReportSeries(),
      makeReportSeries(at, [makeResult("scenario", { details: { ...keeping, runs } })]),
      makeReportSeries({ slug: "main", release: "v1.19", standing: "not-verified", evidence: null }),
    ]);
    const shown = reportMarkdown(report, "patches");
    expect(shown).toContain("Only on v1.10.12, v1.15.0.");
    expect(shown).toContain("| flag-gate (off) | ❌ routed on 1 of 2 refs, ✅ not routed on 1 |");
    expect(shown).toContain(
      "- ✅ replies arrive, ❌ clustermesh peer cut off: **flag-gate (off) on v1.10.12**",
    );
    expect(shown).toContain("peer stays reached, with: none of these series.");
  });

  it("lists what was found wrong: failed verdicts, surviving mutants, tests without bite, regressions", () => {
    const lines = section(text, "### ipam-mode on v1.10.12");
    expect(lines).toEqual(
      expect.arrayContaining([
        `❌ 3 fail, 1 could not run, ${all - 4} pass. 1 patch, 1 file, +2 -1.`,
        "- `unit`: `regression: TestNodeRoute in pkg/datapath/linux (privileged), now fail`: `expected 2 routes, found <1>`",
        "- `scenario`: `ipam-mode crd local off: leftovers removed`",
        "found    2 before the restart, 1 after",
        "- `bite`: `survived: inverted in linuxNodeHandler.nodeUpdate, pkg/datapath/linux/node.go:412`: `!isLocalNode && n.skips(prefix)`",
        "- `bite`: `passes on the base as well: TestAlwaysGreen`",
        "--- FAIL: TestNodeRoute (0.01s)",
      ]),
    );
    expect(lines.join("\n")).not.toContain("TestSkip");
    expect(section(text, "### flag-gate on v1.10.12").join("\n")).not.toContain("Found wrong");
  });

  it.each([
    ["patches", "git am patches/v1.10.12/flag-gate/*.patch"],
    ["/tmp/it's here", "git am '/tmp/it'\\''s here/v1.10.12/flag-gate/'*.patch"],
  ])("has the exact git am line for patches in %s", (patchesDir, line) => {
    expect(reportMarkdown(makeReport(), patchesDir).split("\n")).toContain(line);
  });

  it("lets no text become markup, a mention, or the end of a block of code", () => {
    const series = makeReportSeries({ ref: hostile, patches: [{ name: "1", subject: hostile, text: "" }] }, [
      makeResult("vet", { outcome: "fail", reason: hostile, log: `a\n\`\`\`\n${hostile}` }),
      makeResult("scenario", {
        outcome: "fail",
        details: scenarioDetails("flag-gate", [
          { run: hostile, check: hostile, expected: hostile, found: `\u001b[31m${hostile}`, ok: false },
        ]),
      }),
    ]);
    const shown = reportMarkdown(groupSeries([series]), "patches");
    expect(shown).not.toContain("\u001b");
    expect(outsideCode(shown)).not.toMatch(/<script|@all|#1/);
  });

  it("gives the same bytes for the same evidence", () => {
    expect(reportMarkdown(makeReport(), "patches")).toBe(text);
    expect(text.endsWith("\n")).toBe(true);
  });
});

/** The text without its code: what GitHub looks into for markup and mentions. */
function outsideCode(text: string): string {
  return text
    .replace(/^(`{3,})[a-z]*\n[\s\S]*?\n\1$/gm, "")
    .replace(/(?<!`)(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/g, "")
    .replace(/<code>.*?<\/code>/g, "");
}
