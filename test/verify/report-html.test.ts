import { beforeAll, describe, expect, it } from "vitest";
import { readDiffStyle } from "../../src/host/diff-style.ts";
import { checkIds } from "../../src/verify/evidence.ts";
import { groupSeries } from "../../src/verify/report-data.ts";
import { reportHtml } from "../../src/verify/report-html.ts";
import { makePatch, makeReport, makeReportSeries, makeResult, scenarioDetails } from "../helpers/evidence.ts";

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

  it("says what a reader wants to know first, and whose checks fail", () => {
    expect(words(page)).toContain(
      "with: cidr-validation; ipam-mode (crd), but its checks fail on v1.10.12. What each variant does",
    );
  });

  it("has a picture per outcome, each with the variants that come to it", () => {
    const captions = [...page.matchAll(/<figcaption>([\s\S]*?)<\/figcaption>/g)].map(([, text = ""]) =>
      words(text).trim(),
    );
    expect(captions).toEqual([
      "✗ replies are lost ✓ clustermesh peer reached base flag-gate (default) ipam-mode (default) ✗ checks fail on v1.10.12",
      "✓ replies arrive ✓ clustermesh peer reached cidr-validation ipam-mode (crd) ✗ checks fail on v1.10.12",
      "✓ replies arrive ✗ clustermesh peer cut off flag-gate (off)",
    ]);
    const pictures = page.match(/<svg[^>]*>/g) ?? [];
    expect(pictures).toHaveLength(3);
    for (const picture of pictures) {
      expect(picture).toContain('role="img"');
      for (const id of /aria-labelledby="([^"]*)"/.exec(picture)?.[1]?.split(" ") ?? [])
        expect(page).toMatch(new RegExp(`<(title|desc) id="${id}">[^<]+<`));
    }
  });

  it("has a scoreboard where there are several refs only", () => {
    expect(page).toContain("<h2>Scoreboard</h2>");
    expect(words(page)).toContain("main (841fa11a436c) ? evidence outdated – not verified – no series");
    const single = reportHtml(groupSeries([makeReportSeries()]), "patches", style);
    expect(single).not.toContain("Scoreboard");
    expect(words(single)).toContain(
      `flag-gate (off) ✓ not routed ✗ not routed ✓ routed ✓ ${checkIds.length} pass`,
    );
  });

  it("shows checks with words beside every sign, and reasons of those that did not pass", () => {
    const text = words(page);
    expect(text).toContain("build packages and agent compile ✓ pass ✓ pass cached ✓ pass");
    expect(text).toContain("helm chart renders ✓ pass ✓ pass ? could not run");
    expect(text).toContain("ipam-mode, helm : ? could not run helm is not installed");
    expect(page.match(/class="mark \w+"><span aria-hidden="true">.<\/span> \S/g)).toHaveLength(
      page.match(/class="mark /g)?.length ?? 0,
    );
  });

  it("shows routes before and after, and what was found wrong", () => {
    const text = words(page);
    expect(text).toContain("− removed 10.247.144.0/24 via 10.247.2.95 dev cilium_host");
    expect(text).toContain("After: flag-gate (default) : the same routes as before.");
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
    expect(page).not.toMatch(/<script|<link|<iframe|@import|url\(|\ssrc=|href="(?!#)|https?:/i);
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

  it("has a picture of the setup where no scenario has run", () => {
    const series = makeReportSeries({ standing: "not-verified", evidence: null });
    const shown = reportHtml(groupSeries([series]), "patches", style);
    expect(words(shown)).toContain("nothing is said of their routes");
    expect(shown.match(/<svg/g)).toHaveLength(1);
    expect(shown).not.toContain("mark good");
  });

  it("gives the same bytes for the same evidence", () => {
    expect(reportHtml(makeReport(), "patches", style)).toBe(page);
  });
});
