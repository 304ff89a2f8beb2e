import { describe, expect, it } from "vitest";
import { printHtml } from "../../src/report/print-html.ts";
import { printMarkdown } from "../../src/report/print-markdown.ts";
import type { ProposalPart } from "../../src/report/proposal-part.ts";
import { refAnchor } from "../../src/report/report-anchors.ts";
import { groupSeries, type Report } from "../../src/report/report-data.ts";
import { reportTree } from "../../src/report/report-tree.ts";
import type { ProposalSections, Section } from "../../src/report/section.ts";
import { makeReportSeries } from "../helpers/evidence.ts";

const flagGate = makeReportSeries();
const report = groupSeries([flagGate]);

function paragraph(title: string, text: string): Section {
  return { title: [title], blocks: [{ kind: "paragraph", text }], sections: [] };
}

it("shows how a refreshed series differs from the revision that it replaced, in both forms", () => {
  const rangeDiff = "1:  1111111 ! 1:  2222222 datapath: <Allow> it\n    -+\treturn nil\n";
  const tree = reportTree(
    groupSeries([makeReportSeries({ revision: { number: 2, rangeDiff } })]),
    [],
    "patches",
  );
  const title = "What changed since revision v2 of the series";
  const markdown = printMarkdown(tree);
  expect(markdown).toContain(title);
  expect(markdown).toContain(`\`\`\`\n${rangeDiff}\`\`\`\n`);
  const page = printHtml(tree, "");
  expect(page).toContain(title);
  expect(page).toContain("datapath: &#60;Allow&#62; it\n    -+\treturn nil");
  expect(printMarkdown(reportTree(report, [], "patches"))).not.toContain("What changed since");
});

function sectionsOn({ refs }: Report): ProposalSections {
  return {
    title: "Pod CIDRs that were made up",
    answers: ["None is announced."],
    comparison: {
      rows: [{ head: "Objects", cells: new Map([["flag-gate", "2 fewer"]]) }],
      note: "Objects are counted once all nodes are known.",
    },
    sections: [paragraph("Who announced", "Nobody.")],
    ofRefs: new Map(refs.map((ref) => [refAnchor(ref), [paragraph("On this release", "Fewer objects.")]])),
  };
}

function headings(markdown: string): string[] {
  return markdown.split("\n").filter((line) => line.startsWith("#"));
}

describe("a report of another proposal", () => {
  const part: ProposalPart = { id: "made-up", report, said: sectionsOn(report) };
  const tree = reportTree(report, [part], "patches");
  const markdown = printMarkdown(tree);

  it("has its title, answers and sections, and those on a ref after its checks", () => {
    expect(headings(markdown)).toEqual([
      "# Pod CIDRs that were made up: the variants compared",
      "## The variants side by side",
      "## Who announced",
      "## v1.10.12 (09e4ab450fd1)",
      "### Checks",
      "### On this release",
      "### flag-gate on v1.10.12",
    ]);
    expect(markdown).toContain("**None is announced.**");
    const page = printHtml(tree, "");
    expect(page).toContain("<title>Pod CIDRs that were made up: the variants compared</title>");
    expect(page).toContain("<h3>On this release</h3>\n<p>Fewer objects.</p>");
  });

  it("has its rows in the table of variants, and its note below", () => {
    expect(markdown).toContain("| Does not fix |  |\n| Objects | 2 fewer |\n| New flag | none |");
    expect(markdown).toContain("only register a flag. Objects are counted once all nodes are known.\n");
  });

  it("says nothing of what another one hands in", () => {
    expect(markdown).not.toMatch(/What packets did|cilium_host, before|Changes by default/);
  });
});

describe("a report of a proposal without sections", () => {
  const tree = reportTree(report, [{ id: "made-up", report, said: undefined }], "patches");

  it("says what is said of any series", () => {
    const markdown = printMarkdown(tree);
    expect(headings(markdown)).toEqual([
      "# made-up: the variants compared",
      "## The variants side by side",
      "## v1.10.12 (09e4ab450fd1)",
      "### Checks",
      "### flag-gate on v1.10.12",
    ]);
    expect(markdown).toContain("| Does not fix |  |\n| New flag | none |");
    expect(markdown).toMatch(/that only register a flag\.$/m);
    expect(printHtml(tree, "")).toContain('<h2 id="decision">The variants side by side</h2>');
  });
});

describe("a report of two proposals", () => {
  const other = makeReportSeries({ variant: "no-announcement" });
  const both = groupSeries([flagGate, other]);
  const [first, second] = [groupSeries([flagGate]), groupSeries([other])];
  const parts: ProposalPart[] = [
    { id: "made-up", report: first, said: sectionsOn(first) },
    { id: "announced", report: second, said: undefined },
  ];
  const tree = reportTree(both, parts, "patches");

  it("names both, compares the variants of each apart, and shows all series of a ref together", () => {
    expect(headings(printMarkdown(tree))).toEqual([
      "# Pod CIDRs that were made up; announced: the variants compared",
      "## The variants of made-up side by side",
      "## Who announced",
      "## The variants of announced side by side",
      "## v1.10.12 (09e4ab450fd1)",
      "### Checks",
      "### On this release",
      "### flag-gate on v1.10.12",
      "### no-announcement on v1.10.12",
    ]);
  });

  it("has different ids for their tables", () => {
    const page = printHtml(tree, "");
    expect(page).toContain('<h2 id="decision-made-up">');
    expect(page).toContain('<h2 id="decision-announced">');
  });
});

describe("pictures", () => {
  it("bring their style, once for all of them and only where there are some", () => {
    const picture = { cases: [], results: [], other: "", svg: "<svg></svg>" };
    const heads = { results: "", other: "" };
    const drawn: Section = {
      title: ["Drawn"],
      blocks: [{ kind: "pictures", style: ".drawn { fill: none; }", heads, pictures: [picture] }],
      sections: [],
    };
    const said = { ...sectionsOn(report), sections: [drawn, drawn] };
    const page = (part: ProposalPart) => printHtml(reportTree(report, [part], "patches"), "");
    expect(page({ id: "made-up", report, said }).split(".drawn { fill: none; }")).toHaveLength(2);
    expect(page({ id: "made-up", report, said: sectionsOn(report) })).not.toContain(".topology");
  });
});
