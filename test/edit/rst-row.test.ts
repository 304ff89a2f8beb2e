import { describe, expect, it } from "vitest";
import { rstRow } from "../../src/edit/rst-row.ts";
import { textEdits } from "../helpers/text-edits.ts";

const { edited, refusal, isPresent } = textEdits(rstRow, "values.rst");

const table = `..
  AUTO-GENERATED.

.. list-table::
   :header-rows: 1

   * - Key
     - Description
   * - :spelling:ignore:\`MTU\`
     - The MTU
   * - :spelling:ignore:\`agent\`
     - One of:

       * - a nested list
         - of two
       * - more

   * - :spelling:ignore:\`agentKey\`
     -
   * - \`\`zone\`\`
     - Last

Text behind it.
`;

const row = (name: string) => `* - :spelling:ignore:\`${name}\`\n  - Words of ${name}\n    on two lines\n`;
const written = (name: string) =>
  `   * - :spelling:ignore:\`${name}\`\n     - Words of ${name}\n       on two lines\n`;

describe("a row of a list-table", () => {
  it.each([
    ["AAA", "   * - :spelling:ignore:`MTU`\n"],
    ["age", "   * - :spelling:ignore:`agent`\n"],
    ["agent.mode", "   * - :spelling:ignore:`agentKey`\n"],
    ["agentKeys", "   * - ``zone``\n"],
    ["zoo", "\nText behind it."],
  ])("goes where %s is in order: in front of %j", (name, behind) => {
    expect(edited(table, {}, row(name))).toBe(table.replace(behind, written(name) + behind));
  });

  it("goes to the end of a table without order, and of a file without a last line break", () => {
    const base = ".. list-table:: Two\n\n   * - b\n     - 1\n   * - a\n     - 2";
    expect(edited(base, { place: "end" }, "* - aa\n  - 3\n")).toBe(`${base}\n   * - aa\n     - 3`);
  });

  it("finds its table by title, and by section", () => {
    const one = (title: string, name: string) =>
      `${title}\n===\n\n.. list-table:: The ${title}\n   :header-rows: 1\n\n   * - H\n   * - ${name}\n`;
    const base = `${one("One", "b")}\n${one("Two", "b")}`;
    for (const at of ["Two", "The Two"])
      expect(edited(base, { at }, "* - a\n")).toBe(`${one("One", "b")}\n${one("Two", "a\n   * - b")}`);
  });

  it("is there whatever the indentation of the table", () => {
    expect(isPresent(".. list-table::\n\n  * - a\n    - 1\n", {}, "* - a\n  - 1\n")).toBe(true);
    expect(isPresent(".. list-table::\n\n  * - a\n    - 2\n", {}, "* - a\n  - 1\n")).toBe(false);
  });

  it.each([
    [
      "a row with other content",
      table,
      "* - ``zone``\n  - Other\n",
      "values.rst:20: expected no zone, found one with other content",
    ],
    ["other columns", table, "* - a\n", "values.rst:20: expected rows of 1 cells, found 2"],
    [
      "rows out of order",
      ".. list-table::\n\n  * - b\n  * - a\n",
      "* - c\n",
      "values.rst:4: expected rows in byte order, found b before a",
    ],
    [
      "a file without a table",
      "Text\n",
      "* - c\n",
      "values.rst: expected one list-table in the file, found none",
    ],
    [
      "a table without rows",
      ".. list-table::\n\nText\n",
      "* - c\n",
      "values.rst:1: expected a table with rows, found none",
    ],
    [
      "two tables",
      `${table}\n${table}`,
      row("c"),
      "values.rst: expected one list-table in the file, found 2",
    ],
    [
      "text of two rows",
      table,
      "* - a\n  - b\n* - c\n  - d\n",
      "t.hbs: expected one row, which begins with * -",
    ],
    ["text that is no row", table, "words\n", "t.hbs: expected one row, which begins with * -"],
    [
      "CRLF",
      table.replaceAll("\n", "\r\n"),
      row("c"),
      "values.rst:1: expected lines that end in LF, found CRLF",
    ],
  ])("refuses %s", async (_, base, text, message) => {
    expect(await refusal(base, {}, text)).toContain(message);
  });
});
