import { beforeAll, describe, expect, it } from "vitest";
import { readDiffStyle } from "../../src/host/diff-style.ts";
import { groupSeries } from "../../src/report/report-data.ts";
import {
  makePatch,
  makeReport,
  makeReportSeries,
  makeResult,
  scenarioDetails,
  trafficDetails,
} from "../helpers/evidence.ts";
import { reportHtml } from "../helpers/report.ts";

/** What a reader sees of HTML, on one line. */
function words(page: string): string {
  return page
    .replace(/<style>[\s\S]*?<\/style>/g, "")
    .replace(/<[^>]*>/g, " ")
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)))
    .replace(/&nbsp;/g, " ")
    .replace(/\s+/g, " ");
}

describe("reportHtml", () => {
  let style: string;
  let page: string;
  beforeAll(async () => {
    style = await readDiffStyle();
    page = reportHtml(makeReport(), "patches", style);
  });

  it("says first what packets did in the reported setup, and whose checks fail", () => {
    expect(words(page)).toContain(
      "On v1.10.12, the VM of the report gets no answer with the unpatched handler (rp_filter 0 and 1). It gets an answer with cidr-validation and flag-gate (flag off). Nothing changes with flag-gate (flag at its default), ipam-mode (IPAM mode kubernetes) (its checks fail) and ipam-mode (IPAM mode crd, cluster ID 1) (its checks fail). It also gets an answer with ipam-mode (IPAM mode crd) (its checks fail); a setting that changes the IPAM mode is not the reported setup. On v1.15.0,",
    );
    expect(words(page)).toContain(
      "On main, the check traffic has no result, so this report cannot say what is fixed.",
    );
  });

  it("has a picture per outcome, each with the settings that come to it, and no word of a peer cut off", () => {
    const captions = [...page.matchAll(/<figcaption>([\s\S]*?)<\/figcaption>/g)].map(([, text = ""]) =>
      words(text).trim(),
    );
    expect(captions).toEqual([
      "the unpatched handler flag-gate (flag at its default) ipam-mode (IPAM mode kubernetes) not the reported setup: sets the IPAM mode ✗ checks fail on v1.10.12 ipam-mode (IPAM mode crd, cluster ID 1) not the reported setup: sets the IPAM mode ✗ checks fail on v1.10.12 rp_filter 0: ✗ no answer, reply leaves through cilium_host rp_filter 1: ✗ no answer, request dropped on arrival host's route to the peer's pods: through cilium_host",
      "cidr-validation rp_filter 0 and 1: ✓ answered, reply leaves through the fabric host's route to the peer's pods: through cilium_host",
      "flag-gate (flag off) ipam-mode (IPAM mode crd) not the reported setup: sets the IPAM mode ✗ checks fail on v1.10.12 rp_filter 0 and 1: ✓ answered, reply leaves through the fabric host's route to the peer's pods: none",
    ]);
    expect(words(page)).not.toContain("cut off");
    const pictures = page.match(/<svg[^>]*>/g) ?? [];
    expect(pictures).toHaveLength(3);
    for (const picture of pictures) {
      expect(picture).toContain('role="img"');
      for (const id of /aria-labelledby="([^"]*)"/.exec(picture)?.[1]?.split(" ") ?? [])
        expect(page).toMatch(new RegExp(`<(title|desc) id="${id}">[^<]+<`));
    }
  });

  it("compares the variants in a table on top", () => {
    const table = /<table class="grid decision">([\s\S]*?)<\/table>/.exec(page)?.[1] ?? "";
    const rows = table.split("</tr>").map((row) => words(row).trim());
    expect(rows).toEqual([
      "cidr-validation flag-gate ipam-mode",
      "Fixes The reported setup. Any setup, once the flag is off. Agents without a cluster ID.",
      "Does not fix Remote nodes that share a CIDR. Any setup while the flag is on. The reported setup.",
      "Changes by default 2 fewer routes (v1.10.12, v1.15.0) flag at its default: no change to routes (v1.10.12, v1.15.0) IPAM mode kubernetes: no change to routes IPAM mode crd, cluster ID 1: no change to routes IPAM mode crd: 4 fewer routes",
      "New flag none none none",
      "Lines of Go 1 code, 0 tests 1 code, 0 tests 1 code, 0 tests",
      "Files 1 pkg/datapath/linux/node.go 1 pkg/datapath/linux/node.go 1 pkg/datapath/linux/node.go",
      "Checks ? 1 could not run, 23 pass on 2 of 3 refs – 24 pass on 2 of 3 refs ✗ 3 fail, 1 could not run, 8 pass",
      "",
    ]);
  });

  it("shows what checks found that passed", () => {
    const text = words(page);
    expect(text).toContain("Tests that pass: 2 on the unpatched tree, 3 with the series");
    expect(text).toContain("inverted: n.nodeConfig.SkipRemoteNodeRoute caught TestSkipRemoteNodeRoute");
    expect(text).toContain("cidr-validation local off service range present as expected");
    expect(text).toContain(
      "golangci-lint v1.64.8 with .golangci.yaml: 0 new, 4 on the unpatched tree; 2 linters",
    );
    expect(text).toContain("The tree's own check scripts: 1 of 2 run");
    expect(text).toContain("make -C Documentation not run: it runs make");
    expect(text).toContain("10.247.2.19 from 10.248.14.22 via 10.248.14.1 dev eth0");
  });

  it("has links of its own for refs, series and patches", () => {
    for (const id of ["ref-v1.10.12-09e4ab450fd1", "v1.10.12-flag-gate", "v1.10.12-flag-gate-0001"])
      expect(page).toContain(` id="${id}"`);
    const targets = [...page.matchAll(/href="#([^"]*)"/g)].map(([, id]) => id);
    expect(targets.length).toBeGreaterThan(2);
    for (const id of targets) expect(page).toContain(` id="${id}"`);
  });

  it("gives each patch to be saved as the bytes it has", () => {
    const text = makePatch("é", ["\tx \u001b[31m", "</a>"]);
    const series = makeReportSeries({ patches: [{ name: "0001-e.patch", subject: "é", text }] });
    const shown = reportHtml(groupSeries([series]), "patches", style);
    const link =
      /<a download="0001-e\.patch" href="data:text\/x-patch;base64,([^"]*)">/.exec(shown)?.[1] ?? "";
    expect(Buffer.from(link, "base64").toString("utf8")).toBe(text);
  });

  it.each([
    [
      "answers on the base too",
      { answered: true, replyRoute: "10.247.2.19 via 10.248.14.1 dev eth0" },
      "gets an answer with the unpatched handler too (rp_filter 0 and 1), so no fix can be shown.",
    ],
    [
      "in which the VM was silent from the start",
      { before: false },
      "the check traffic has no result, so this report cannot say what is fixed.",
    ],
  ])("claims no cure from packets %s", (_, changed, sentence) => {
    const { runs, ...details } = trafficDetails("cidr-validation");
    const other = runs.map((run) => (run.series === "base" ? { ...run, ...changed } : run));
    const result = makeResult("traffic", { details: { ...details, runs: other } });
    const report = groupSeries([makeReportSeries({ variant: "cidr-validation" }, [result])]);
    const shown = words(reportHtml(report, "patches", style));
    expect(shown).toContain(sentence);
    expect(shown).not.toContain("It gets an answer with");
  });

  it("says with which reverse path filter alone a series helps", () => {
    const { runs, ...details } = trafficDetails("cidr-validation");
    const half = runs.map((run) =>
      run.series === "base" || run.rpFilter === 0 ? run : { ...run, answered: false },
    );
    const result = makeResult("traffic", { details: { ...details, runs: half } });
    const report = groupSeries([makeReportSeries({ variant: "cidr-validation" }, [result])]);
    expect(words(reportHtml(report, "patches", style))).toContain(
      "It gets no answer with any of these series in the reported setup. With cidr-validation, it gets an answer only with rp_filter 0.",
    );
  });

  it("has a scoreboard where there are several refs only", () => {
    expect(page).toContain('<h2 id="scoreboard">Scoreboard</h2>');
    expect(words(page)).toContain("main (841fa11a436c) ? evidence outdated – not verified – no series");
    const single = reportHtml(groupSeries([makeReportSeries()]), "patches", style);
    expect(single).not.toContain("Scoreboard");
  });

  it("shows checks with words beside every sign, and reasons of those that did not pass", () => {
    const text = words(page);
    expect(text).toContain("build packages and agent compile ✓ pass ✓ pass cached ✓ pass");
    expect(text).toContain("cmdref command reference ✓ pass ✓ pass ? could not run");
    expect(text).toContain("ipam-mode, cmdref : ? could not run the agent does not compile");
    expect(page.match(/class="mark \w+"><span aria-hidden="true">.<\/span> \S/g)).toHaveLength(
      page.match(/class="mark /g)?.length ?? 0,
    );
  });

  it("shows routes before and after, and what was found wrong", () => {
    const text = words(page);
    expect(text).toContain("− removed 10.247.144.0/24 via 10.247.2.95 dev cilium_host");
    expect(text).toContain("After: flag-gate (flag at its default) : the same routes as before.");
    expect(text).toContain("unit : regression: TestNodeRoute in pkg/datapath/linux (privileged), now fail");
    expect(text).toContain(
      "survived: inverted in linuxNodeHandler.nodeUpdate, pkg/datapath/linux/node.go:412",
    );
    expect(text).toContain("git am patches/v1.10.12/ipam-mode/*.patch");
  });

  it("shows patches with their lines counted, and git's signature not as one of them", () => {
    const series = makeReportSeries();
    const shown = reportHtml(groupSeries([series]), "patches", style);
    expect(words(shown)).toContain("pkg/datapath/linux/node.go +2 -1");
    expect(shown).toContain('<tr class="d2h-del');
    expect(shown).not.toContain("cilium-patchkit 0.1.0");
  });

  it("lets no text from evidence or patches become markup", () => {
    const evil = `"><script>alert(1)</script><img src=x onerror=alert(2)>'`;
    const report = groupSeries([
      makeReportSeries(
        {
          ref: evil,
          slug: evil,
          name: evil,
          release: evil,
          params: { [evil]: evil },
          coverLetter: evil,
          files: [{ path: evil, added: 1, removed: 0 }],
          patches: [
            { name: evil, subject: evil, text: makePatch(evil, [evil, "\u001b[31mred", "\u202egnirts"]) },
            { name: "b", subject: "b", text: makePatch("b", ["x"]).replaceAll("node.go", evil) },
            { name: "c", subject: "c", text: makePatch("c", ["x"]).replace(" }\n", `<${evil}\n`) },
            { name: "d", subject: "d", text: evil },
          ],
        },
        [
          makeResult("vet", { outcome: "fail", reason: evil, log: evil }),
          makeResult("scenario", {
            outcome: "fail",
            details: scenarioDetails("flag-gate", [
              { run: evil, check: evil, expected: evil, found: evil, ok: false },
            ]),
          }),
        ],
      ),
    ]);
    const shown = reportHtml(report, evil, style);
    expect(shown).not.toMatch(/<script|<img|\sonerror=(?!alert\(2\)(&#62;|&gt;))/i);
    expect(shown).not.toMatch(/[\u001b\u202e]/);
    expect(words(shown)).toContain("<script>alert(1)</script>");
  });

  it("asks for nothing from elsewhere and runs no script", () => {
    expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
    expect(page).not.toMatch(
      /<script|<link|<iframe|@import|url\(|\ssrc=|href="(?!#|data:text\/x-patch;base64,)|https?:/i,
    );
  });

  it("has headings in order, ids once, and a scope on every heading of a table", () => {
    const levels = [...page.matchAll(/<h([1-6])/g)].map(([, level]) => Number(level));
    expect(levels[0]).toBe(1);
    for (const [index, level] of levels.entries())
      expect(level).toBeLessThanOrEqual((levels[index - 1] ?? 0) + 1);
    const ids = [...page.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(page.match(/<th(?![a-z])(?! scope=)/g)).toBeNull();
  });

  it("has no picture and claims nothing where no packets were sent", () => {
    const series = makeReportSeries({ standing: "not-verified", evidence: null });
    const shown = reportHtml(groupSeries([series]), "patches", style);
    expect(words(shown)).toContain("On v1.10.12, the check traffic has no result");
    expect(shown).not.toContain("<svg");
    expect(shown).not.toContain("mark good");
    expect(words(shown)).toContain("Changes by default not measured");
  });

  it("gives the same bytes for the same evidence", () => {
    expect(reportHtml(makeReport(), "patches", style)).toBe(page);
  });
});
