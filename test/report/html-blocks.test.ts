import { describe, expect, it } from "vitest";
import { blockHtml } from "../../src/report/html-blocks.ts";
import type { Block } from "../../src/report/section.ts";

const shown = (block: Block) => blockHtml(block).markup;
const bad = { tone: "bad", words: "fail" } as const;
const badMark = '<span class="mark bad"><span aria-hidden="true">✗</span> fail</span>';

describe("a block", () => {
  it.each<[string, Block]>([
    ["no reasons", { kind: "reasons", reasons: [] }],
    ["no findings", { kind: "findings", findings: [] }],
    ["no results", { kind: "results", results: [] }],
    ["an empty letter", { kind: "letter", title: "Letter", text: "" }],
    ["no answers", { kind: "answers", paragraphs: [] }],
  ])("of %s is nothing at all", (_, block) => {
    expect(shown(block)).toBe("");
  });

  it.each<[Block, string]>([
    [{ kind: "paragraph", text: "a < b" }, "<p>a &#60; b</p>"],
    [{ kind: "note", text: "n" }, '<p class="note">n</p>'],
    [{ kind: "answers", paragraphs: ["a", "b"] }, '<p class="answer">a</p>\n<p class="answer">b</p>\n'],
    [
      { kind: "command", text: "git am 'x'", subjects: [] },
      '<pre class="command" tabindex="0">git am &#39;x&#39;</pre>',
    ],
    [
      { kind: "letter", title: "Letter", text: "<x>" },
      '<details><summary>Letter</summary><pre tabindex="0">&#60;x&#62;</pre></details>',
    ],
    [
      { kind: "difference", title: "Since v1", text: "" },
      '<details><summary>Since v1</summary><pre tabindex="0"></pre></details>',
    ],
  ])("of %j is shown", (block, markup) => {
    expect(shown(block)).toBe(markup);
  });

  it("tells a summary's params only if there are any", () => {
    const summary = { kind: "summary", mark: bad, size: "1 patch", params: "" } as const;
    expect(shown(summary)).toBe(`<p>${badMark} 1 patch</p>`);
    expect(shown({ ...summary, params: "flag=x" })).toBe(
      `<p>${badMark} 1 patch <span class="note">with <code>flag=x</code></span></p>`,
    );
  });

  it("names each place where a base was checked", () => {
    expect(shown({ kind: "base", release: "v1.15", sha: "abc", places: ["docker 27", "host"] })).toBe(
      '<p class="note">Release v1.15, base <code>abc</code>. Checked on docker 27. Checked on host.</p>',
    );
  });

  it("tells of which commit a reason is, if not of the whole series", () => {
    const reason = { series: "flag-gate", check: "vet", commit: null, mark: bad, reason: null };
    const reasons = [reason, { ...reason, commit: 2, reason: "it < bad" }];
    expect(shown({ kind: "reasons", reasons })).toBe(
      `<ul><li>flag-gate, <code>vet</code>: ${badMark} </li>\n<li>flag-gate, <code>vet of commit 2</code>: ${badMark} it &#60; bad</li>\n</ul>`,
    );
  });

  it("shows the output of a finding only if there is one", () => {
    const findings = [
      { check: "unit", what: "regression: TestA", output: "want <1>" },
      { check: "fmt", what: "not formatted: a.go", output: "" },
    ];
    const markup = shown({ kind: "findings", findings });
    expect(markup).toContain(
      '<li><code>unit</code>: regression: TestA<pre tabindex="0">want &#60;1&#62;</pre></li>',
    );
    expect(markup).toContain("<li><code>fmt</code>: not formatted: a.go</li>");
  });
});

describe("pictures", () => {
  const block: Block = {
    kind: "pictures",
    style: "",
    heads: { results: "results", other: "the peer's way" },
    pictures: [
      {
        cases: [
          { label: "a & b", remark: undefined, mark: undefined },
          { label: "c", remark: "odd", mark: bad },
        ],
        results: [{ when: "off", mark: bad }],
        other: "<none>",
        svg: '<svg id="s"></svg>',
      },
    ],
  };

  it("have a caption of cases and results, in which text is escaped, and an SVG as it is", () => {
    const markup = shown(block);
    expect(markup).toContain(
      `<ul><li>a &#38; b</li><li>c <span class="what">odd</span> ${badMark}</li></ul>`,
    );
    expect(markup).toContain(`<div>off: ${badMark}</div>`);
    expect(markup).toContain("<div>the peer's way: &#60;none&#62;</div>");
    expect(markup).toContain('<svg id="s"></svg></figure>');
  });
});
