import { describe, expect, it } from "vitest";
import { z } from "zod";
import { readDiffStyle } from "../../src/host/diff-style.ts";
import { readReportData } from "../../src/report/read-report-data.ts";
import { type Check, checkTable } from "../../src/verify/check.ts";
import { checks } from "../../src/verify/checks/index.ts";
import { evidenceSchemaOf } from "../../src/verify/evidence.ts";
import { makeEvidence, makeResult, outputFiles } from "../helpers/evidence.ts";
import { makeFolder } from "../helpers/folder.ts";
import { reportHtml, reportMarkdown } from "../helpers/report.ts";

const details = z.strictObject({ misspelt: z.array(z.string()) });

const spellingCheck: Check<typeof details> = {
  id: "spelling",
  words: "comments have no misspelt word",
  details,
  needs: "git",
  run: async () => ({ outcome: "pass", reason: null, log: "", details: { misspelt: [] } }),
  problems: ({ misspelt }) => misspelt.map((word) => ({ what: `misspelt: ${word}`, output: "" })),
  tables: ({ misspelt }) => [
    { title: `Words: ${misspelt.length}`, head: ["word"], rows: misspelt.map((word) => [word]) },
  ],
};

const withSpelling: readonly Check[] = [...checks, spellingCheck];

/** Evidence that has a result of the new check, too. */
function evidenceOf(digest: string) {
  const evidence = makeEvidence({ digest });
  const found = { check: "spelling", misspelt: ["recieve"] };
  const result = makeResult("spelling", { outcome: "fail", reason: "a word", details: found });
  return { ...evidence, checks: [...evidence.checks, result] };
}

// The list is all that names a check: what is said of one in its object shows everywhere.
describe("a check that is one object more in the list", () => {
  it("is in the help", () => {
    expect(checkTable(withSpelling).split("\n").at(-1)).toBe("  spelling  comments have no misspelt word");
    expect(checkTable([{ ...spellingCheck, onRequest: true }])).toMatch(/word \(only if named\)$/);
  });

  it("is in the schema of evidence, with its details", () => {
    const evidence = evidenceOf("d".repeat(64));
    expect(evidenceSchemaOf(withSpelling).parse(evidence)).toEqual(evidence);
    expect(evidenceSchemaOf(checks).safeParse(evidence).success).toBe(false);
    const wrong = structuredClone(evidence);
    Object.assign(wrong.checks.at(-1)?.details ?? {}, { misspelt: "recieve" });
    expect(evidenceSchemaOf(withSpelling).safeParse(wrong).error?.issues[0]?.path).toEqual([
      "checks",
      checks.length,
      "details",
      "misspelt",
    ]);
  });

  it("is in both forms of the report: its row, its problems and its tables", async () => {
    const out = await makeFolder(outputFiles({}, evidenceOf));
    const report = await readReportData(out, {}, (text) => text, withSpelling);
    const markdown = reportMarkdown(report, "patches");
    expect(markdown).toContain("| `spelling` comments have no misspelt word | ❌ fail |");
    expect(markdown).toContain("- `spelling`: `misspelt: recieve`");
    expect(markdown).toContain("<summary><code>spelling: Words: 1</code></summary>");
    const html = reportHtml(report, "patches", await readDiffStyle());
    expect(html).toContain('<code>spelling</code> <span class="what">comments have no misspelt word</span>');
    expect(html).toContain("<li><code>spelling</code>: misspelt: recieve</li>");
    expect(html).toContain('aria-label="spelling: Words: 1"');
  });
});
