import { describe, expect, it } from "vitest";
import { groupSeries } from "../../src/report/report-data.ts";
import { checkIds, standardChecks } from "../../src/verify/evidence.ts";
import {
  makeEvidence,
  makeReport,
  makeReportSeries,
  makeResult,
  scenarioDetails,
  trafficDetails,
} from "../helpers/evidence.ts";
import { reportMarkdown } from "../helpers/report.ts";

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

  it("says first what packets did, and compares the variants", () => {
    const [answer = ""] = section(text, "# Node routes of cilium-agent: the variants compared");
    expect(answer).toContain(
      "It gets an answer with cidr-validation and flag-gate (flag off). Nothing changes with flag-gate (flag at its default),",
    );
    expect(section(text, "## The variants side by side")).toEqual(
      expect.arrayContaining([
        "|  | cidr-validation | flag-gate | ipam-mode |",
        "| Fixes | The reported setup. | Any setup, once the flag is off. | Agents without a cluster ID. |",
        "| Lines of Go | 1 code, 0 tests | 1 code, 0 tests | 1 code, 0 tests |",
      ]),
    );
    expect(section(text, "## What packets did")).toEqual(
      expect.arrayContaining([
        "| the unpatched handler | rp\\_filter 0: ❌ no answer, reply leaves through cilium\\_host<br>rp\\_filter 1: ❌ no answer, request dropped on arrival | through cilium\\_host |",
        "| cidr-validation | rp\\_filter 0 and 1: ✅ answered, reply leaves through the fabric | through cilium\\_host |",
        "| flag-gate (flag off) | rp\\_filter 0 and 1: ✅ answered, reply leaves through the fabric | none |",
      ]),
    );
  });

  it("shows what checks found that passed", () => {
    const lines = section(text, "### flag-gate on v1.10.12");
    expect(lines).toContain(
      "| `pkg/datapath/linux/node.go:421` | `linuxNodeHandler.nodeUpdate` | `inverted: n.nodeConfig.SkipRemoteNodeRoute` | `caught` | `TestSkipRemoteNodeRoute` |",
    );
    expect(lines).toContain("| `flag-gate local off` | `service range` | `present` | `as expected` |");
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
  });

  it("does not call a series good of which some checks were left out", () => {
    const evidence = makeEvidence({ checks: [makeResult("apply"), makeResult("fmt")] });
    const partial = reportMarkdown(groupSeries([makeReportSeries({ evidence })]), "patches");
    expect(partial).toContain(`| all | ➖ 2 pass, ${standardChecks.length - 2} not run |`);
    expect(partial).toContain("| `vet` go vet | ➖ not run |");
    expect(partial).toContain("On v1.10.12, the check traffic has no result");
  });

  it("has a table of the checks of each ref, with the reasons below it", () => {
    const lines = section(text, "### Checks");
    expect(lines[0]).toBe("| check | cidr-validation | flag-gate | ipam-mode |");
    expect(lines).toContain("| `build` packages and agent compile | ✅ pass | ✅ pass (cached) | ✅ pass |");
    expect(lines).toContain("| `cmdref` command reference | ✅ pass | ✅ pass | ⚠️ could not run |");
    expect(lines).toContain("- ipam-mode, `cmdref`: ⚠️ could not run: `the agent does not compile`");
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
    const after = lines.indexOf("After: **flag-gate (flag off)**");
    expect(lines[before + 2]).toBe(
      "  10.247.2.0/24 via 10.247.2.95 dev cilium_host proto kernel src 10.247.2.95 mtu 1450   # shared by all nodes",
    );
    expect(lines.slice(after + 1, after + 9)).toEqual([
      "```diff",
      "- 10.247.2.0/24 via 10.247.2.95 dev cilium_host proto kernel src 10.247.2.95 mtu 1450   # shared by all nodes",
      "- fd00:2::/96 via fd00:2::95 dev cilium_host proto kernel src fd00:2::95 metric 1024 mtu 1450   # shared by all nodes",
      "- 10.247.144.0/24 via 10.247.2.95 dev cilium_host proto kernel src 10.247.2.95 mtu 1450   # a peer's own",
      "- fd00:144::/96 via fd00:2::95 dev cilium_host proto kernel src fd00:2::95 metric 1024 mtu 1450   # a peer's own",
      "  10.96.0.0/16 via 10.247.2.95 dev cilium_host proto kernel src 10.247.2.95   # service range",
      "  fd00:96::/112 via fd00:2::95 dev cilium_host proto kernel src fd00:2::95 metric 1024   # service range",
      "```",
    ]);
    expect(lines).toContain("After: **flag-gate (flag at its default)**: the same routes as before.");
    expect(text).not.toContain("dev lo");
  });

  it("says nothing of routes that a run did not come to", () => {
    const details = scenarioDetails("flag-gate");
    const runs = details.runs.map((run) => ({ ...run, events: run.events.slice(0, 1) }));
    const cut = makeResult("scenario", { outcome: "fail", reason: "panic", details: { ...details, runs } });
    const shown = reportMarkdown(groupSeries([makeReportSeries({}, [cut])]), "patches");
    expect(shown).not.toContain("Routes to cilium_host");
  });

  it("says on which refs packets went where, where they differ", () => {
    const at = { slug: "v1.15.0", release: "v1.15", variant: "flag-gate" };
    const { runs, ...details } = trafficDetails("flag-gate");
    const [lost] = runs;
    const other = runs.map((run) =>
      run.setting === "off"
        ? { ...run, answered: false, hostTx: 1, replyRoute: lost?.replyRoute ?? "" }
        : run,
    );
    const result = makeResult("traffic", { details: { ...details, runs: other } });
    const shown = reportMarkdown(
      groupSeries([makeReportSeries(), makeReportSeries(at, [result])]),
      "patches",
    );
    expect(shown).toContain("| flag-gate (flag off) on v1.10.12 | rp\\_filter 0 and 1: ✅ answered");
    expect(shown).toContain("| flag-gate (flag off) on v1.15.0 | rp\\_filter 0 and 1: ❌ no answer");
    expect(shown).toContain("With flag-gate (flag off), routes or packets differ, but it gets no answer.");
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
    expect(section(text, "### flag-gate on v1.10.12").join("\n")).not.toContain("Findings");
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
