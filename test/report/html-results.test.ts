import { expect, it } from "vitest";
import { resultsHtml } from "../../src/report/html-results.ts";
import type { Result } from "../../src/report/section.ts";

const result = (changed: Partial<Result> = {}): Result => ({
  check: "vet",
  commit: null,
  mark: { tone: "good", words: "pass" },
  isPass: true,
  reason: null,
  took: "1.5 s",
  log: "",
  tables: [],
  ...changed,
});
const line =
  '<code>vet</code> <span class="mark good"><span aria-hidden="true">✓</span> pass</span> <span class="note">1.5 s</span>';
const table = { title: "Packages: 1", head: ["package", "result"], rows: [["pkg/a", "pass"], []] };

it("is nothing without results", () => {
  expect(resultsHtml([]).markup).toBe("");
});

it("is one line of a check that has nothing to unfold", () => {
  expect(resultsHtml([result()]).markup).toBe(
    `<details><summary>What the checks found</summary><p>${line}</p></details>`,
  );
});

it("tells the commit and the reason, if there are any", () => {
  const { markup } = resultsHtml([result({ commit: 2, reason: "a < b" })]);
  expect(markup).toContain("<p><code>vet</code> of commit 2 <span");
  expect(markup).toContain('<span class="note">1.5 s</span> a &#60; b</p>');
});

it("folds the tables and the log away, and names the tables on the line", () => {
  const { markup } = resultsHtml([result({ tables: [table], log: "<log>" })]);
  expect(markup).toContain(
    `<details class="log"><summary>${line} <span class="what">Packages: 1</span></summary>`,
  );
  expect(markup).toContain('aria-label="vet: Packages: 1"><table class="grid found">');
  expect(markup).toContain('<tr><th scope="row">pkg/a</th><td>pass</td></tr>');
  expect(markup).toContain('<tr><th scope="row"></th></tr>');
  expect(markup).toContain('<pre tabindex="0">&#60;log&#62;</pre>');
});

it("unfolds a table without an empty log, and a log without a table", () => {
  const [tableAlone, logAlone] = [{ tables: [table] }, { log: "x" }].map(
    (one) => resultsHtml([result(one)]).markup,
  );
  expect(tableAlone).toContain("<table");
  expect(tableAlone).not.toContain("<pre");
  expect(logAlone).toContain("<pre");
  expect(logAlone).not.toContain("<table");
});
