import { describe, expect, it } from "vitest";
import { markdownRow } from "../../src/edit/markdown-row.ts";
import { textEdits } from "../helpers/text-edits.ts";

const { edited, refusal, isPresent } = textEdits(markdownRow, "README.md");

const ragged = `# Values

| Key | Type |
|-----|------|
| MTU | int |
| agent | bool with \`a \\| b\` |
| agentKey | string |

\`\`\`
| Key | Type |
|-----|------|
\`\`\`
`;

const aligned = `| Key   | Size | What |
| :---- | ---: | ---- |
| alpha |    1 | a    |
| gamma |   20 | ccc  |
`;

describe("a row of a Markdown table", () => {
  it.each([
    ["AAA", "| MTU"],
    ["age", "| agent |"],
    ["`agent.mode`", "| agentKey"],
    ["zoo", "\n```\n| Key"],
  ])("goes where %s is in order: in front of %j", (name, behind) => {
    expect(edited(ragged, {}, `|  ${name} | bool|\n`)).toBe(
      ragged.replace(behind, `| ${name} | bool |\n${behind}`),
    );
  });

  it("is padded as its columns are", () => {
    expect(edited(aligned, {}, "| beta | 3 | b |")).toBe(
      aligned.replace("| gamma", "| beta  |    3 | b    |\n| gamma"),
    );
  });

  it("makes a column wider where it needs to, with its rule", () => {
    expect(edited(aligned, {}, "| beta-more | 30000 | b |")).toBe(`| Key       |  Size | What |
| :-------- | ----: | ---- |
| alpha     |     1 | a    |
| beta-more | 30000 | b    |
| gamma     |    20 | ccc  |
`);
  });

  it("goes behind a last row without a line break, and into a table without rows", () => {
    const base = "| A |\n|---|\n| b |";
    expect(edited(base, {}, "| c |")).toBe(`${base}\n| c |`);
    expect(edited("| A |\n|---|\n\ntext\n", {}, "| c |")).toBe("| A |\n|---|\n| c |\n\ntext\n");
  });

  it("finds its table by the head, and goes to the end where there is no order", () => {
    const base = "| A | B |\n|---|---|\n| z | 1 |\n| y | 2 |\n\n| A | C |\n|---|---|\n";
    expect(edited(base, { at: "A | B", place: "end" }, "| x | 3 |")).toBe(
      base.replace("| y | 2 |\n", "| y | 2 |\n| x | 3 |\n"),
    );
  });

  it("takes a row as it is whose text has a bar that nobody escaped", () => {
    const base = "| A | B |\n|---|---|\n| a | one|two |\n| c | 3 |\n";
    expect(edited(base, {}, "| b | 2 |")).toBe(base.replace("| c |", "| b | 2 |\n| c |"));
  });

  it("is there whatever the blanks", () => {
    expect(isPresent(aligned, {}, "|alpha|1|a|")).toBe(true);
    expect(isPresent(aligned, {}, "|alpha|2|a|")).toBe(false);
  });

  it.each([
    [
      "a row with other content",
      ragged,
      {},
      "| `MTU` | bool |",
      "README.md:5: expected no MTU, found one with other content",
    ],
    [
      "rows with too few columns",
      "| A | B |\n|---|---|\n| a |\n",
      {},
      "| b | 1 |",
      "README.md:3: expected rows of 2 cells, found 1",
    ],
    ["other columns", ragged, {}, "| a |", "README.md:3: expected rows of 1 cells, found 2"],
    [
      "rows out of order",
      "| A |\n|---|\n| b |\n| a |\n",
      {},
      "| c |",
      "README.md:4: expected rows in byte order, found b before a",
    ],
    [
      "another head",
      ragged,
      { at: "Name | Type" },
      "| a | b |",
      "expected one table with the head Name | Type, found none",
    ],
    ["two tables", `${aligned}\n${aligned}`, {}, "| a | b | c |", "README.md: expected one table, found 2"],
    [
      "rows without bars",
      "A | B\n--|--\na | b\n",
      {},
      "| a | b |",
      "found none whose rows have a bar at both ends",
    ],
    ["text that is no row", ragged, {}, "a, b", "t.hbs: expected one row, with a bar at both ends"],
    [
      "text of two rows",
      ragged,
      {},
      "| a | b |\n| c | d |",
      "t.hbs: expected one row, with a bar at both ends",
    ],
    [
      "CRLF",
      ragged.replaceAll("\n", "\r\n"),
      {},
      "| a | b |",
      "README.md:1: expected lines that end in LF, found CRLF",
    ],
  ])("refuses %s", async (_, base, header, text, message) => {
    expect(await refusal(base, header, text)).toContain(message);
  });
});
