import { describe, expect, it } from "vitest";
import { printHtml } from "../../src/report/print-html.ts";
import { printMarkdown } from "../../src/report/print-markdown.ts";
import { refAnchor } from "../../src/report/report-anchors.ts";
import { groupSeries } from "../../src/report/report-data.ts";
import { reportTree } from "../../src/report/report-tree.ts";
import type { ProposalSections, Section } from "../../src/report/section.ts";
import { makeReportSeries } from "../helpers/evidence.ts";

const report = groupSeries([makeReportSeries()]);
const [ref] = report.refs;

function paragraph(title: string, text: string): Section {
  return { title: [title], blocks: [{ kind: "paragraph", text }], sections: [] };
}

const otherProposal: ProposalSections = {
  title: ["Pod CIDRs that were made up"],
  answers: ["None is announced."],
  sections: [paragraph("Who announced", "Nobody.")],
  ofRefs: new Map(ref ? [[refAnchor(ref), [paragraph("On this release", "Fewer objects.")]]] : []),
};

describe("a report of another proposal", () => {
  const tree = reportTree(report, otherProposal, "patches");
  const markdown = printMarkdown(tree);

  it("has its title, answers and sections, and those on a ref after its checks", () => {
    expect(markdown.split("\n").filter((line) => line.startsWith("#"))).toEqual([
      "# Pod CIDRs that were made up",
      "## Who announced",
      "## v1.10.12 (09e4ab450fd1)",
      "### Checks",
      "### On this release",
      "### flag-gate on v1.10.12",
    ]);
    expect(markdown).toContain("**None is announced.**");
    const page = printHtml(tree, "");
    expect(page).toContain("<title>Pod CIDRs that were made up</title>");
    expect(page).toContain("<h3>On this release</h3>\n<p>Fewer objects.</p>");
  });

  it("says nothing of what another one hands in", () => {
    expect(markdown).not.toMatch(/What packets did|cilium_host, before|side by side/);
  });
});
