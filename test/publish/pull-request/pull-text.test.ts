import { describe, expect, it } from "vitest";
import { bodyLimit, formatText, readCoverLetter } from "../../../src/publish/pull-request/pull-text.ts";

const plain = { template: null, releaseNote: null, supports: [] };

describe("the text of a pull request", () => {
  it("takes title and description from a cover letter, without the lines that apply it", () => {
    const letter = "area: Do it\n\nProblem\n-------\n\nwords\n\ngit am v1/a/*.patch\n\n x | 1 +\n";
    expect(readCoverLetter(letter)).toEqual({
      title: "area: Do it",
      description: "Problem\n-------\n\nwords",
    });
  });

  it("has description, evidence, and links to other variants", () => {
    const siblings = [
      { variant: "b", number: 7 },
      { variant: "c", number: null },
    ];
    expect(
      formatText({ ...plain, title: "t", description: "words\nwrapped", evidence: ["one", "two"] }, siblings),
    ).toBe(
      "words wrapped\n\n## Evidence\n\n- one\n- two\n\n## Alternatives\n\nOther ways to do the same, on the same base:\n\n- `b`: #7\n- `c`: to be opened",
    );
  });

  it("cuts a description that is too long at a paragraph, says so, and keeps the evidence", () => {
    const description = Array.from({ length: 3000 }, (_, index) => `Paragraph ${index} of many words.`).join(
      "\n\n",
    );
    const template = `<!-- Description -->\n\n${"Words of the project. ".repeat(100)}`;
    const text = formatText({ ...plain, title: "t", description, evidence: ["proof"], template }, []);
    expect(text.length).toBeLessThan(bodyLimit - 900);
    expect(text).toMatch(
      /of many words\.\n\n_The description was too long[^\n]*\n\n## Evidence\n\n- proof\n\nWords of the project\./,
    );
  });
});
