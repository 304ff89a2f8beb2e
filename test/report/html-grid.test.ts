import { describe, expect, it } from "vitest";
import { gridHtml, markHtml, tableHtml } from "../../src/report/html-grid.ts";
import type { Cell, Grid } from "../../src/report/section.ts";

const grid = (cells: readonly Cell[], look: Grid["look"] = "plain") =>
  gridHtml({ label: "what", look, head: ["", "a"], rows: [{ head: "row", cells }] }).markup;

/** The one cell of a grid that is no heading. */
const shown = (cell: Cell) =>
  /<th scope="row">row<\/th><td>(.*)<\/td><\/tr>\n<\/tbody>/s.exec(grid([cell]))?.[1];

it("shows a mark by its sign, hidden from readers aloud, and by its words", () => {
  expect(markHtml({ tone: "bad", words: "1 fail" }).markup).toBe(
    '<span class="mark bad"><span aria-hidden="true">✗</span> 1 fail</span>',
  );
});

describe("a cell", () => {
  const mark = { tone: "good", words: "pass" } as const;

  it.each<[Cell, string]>([
    ["a < b", "a &#60; b"],
    [{ kind: "code", text: "<x>" }, "<code>&#60;x&#62;</code>"],
    [{ kind: "lines", lines: ["a", "b"] }, "<div>a</div><div>b</div>"],
    [{ kind: "counted", count: "no files", paths: [] }, "no files"],
    [
      { kind: "counted", count: "2 files", paths: ["a.go", "b.go"] },
      '2 files<ul class="paths"><li><code>a.go</code></li><li><code>b.go</code></li></ul>',
    ],
    [{ kind: "name", name: "n", target: undefined, params: "" }, "n"],
    [
      { kind: "name", name: "n", target: "to-n", params: "default=false" },
      '<a href="#to-n">n</a> <span class="what"><code>default=false</code></span>',
    ],
    [{ kind: "meaning", id: "fmt", words: "gofmt" }, '<code>fmt</code> <span class="what">gofmt</span>'],
    [{ kind: "filler", text: "nothing" }, "nothing"],
    [{ kind: "mark", mark, isCached: false }, markHtml(mark).markup],
    [{ kind: "mark", mark, isCached: true }, `${markHtml(mark).markup} <span class="note">cached</span>`],
  ])("of %j is shown", (cell, markup) => {
    expect(shown(cell)).toBe(markup);
  });
});

describe("a table", () => {
  it("has headings of columns and of rows, but an empty corner is none", () => {
    const { markup } = tableHtml('a "label"', ["", "second"], [{ head: "row", cells: ["x"] }]);
    expect(markup).toContain('aria-label="a &#34;label&#34;"');
    expect(markup).toContain('<tr><td></td><th scope="col">second</th></tr>');
    expect(markup).toContain('<tr><th scope="row">row</th><td>x</td></tr>');
  });

  it("has the class of its kind, if it has one", () => {
    expect(grid(["x"])).toContain('<table class="grid">');
    expect(grid(["x"], "decision")).toContain('<table class="grid decision">');
    expect(tableHtml("l", ["a"], [], "found").markup).toContain('<table class="grid found">');
  });
});
