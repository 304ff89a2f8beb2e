import { describe, expect, it } from "vitest";
import { resolveSection, sectionsOf } from "../../src/edit/rst-sections.ts";
import { failureOf } from "../helpers/failure.ts";

/** Each section as its title, what is below the title itself, and all of it with its subsections. */
function shown(text: string) {
  return sectionsOf(text).map(({ title, start, bodyStart, bodyEnd, end }) => [
    title,
    text.slice(bodyStart, bodyEnd),
    text.slice(start, end),
  ]);
}

const titles = (text: string) => sectionsOf(text).map(({ title }) => title);

describe("sectionsOf", () => {
  it("ends a section at the next one of its level, and its body at its first subsection", () => {
    const deep = "Deep\n~~~~\ntext\n\n";
    const sub = `Sub\n---\n\n${deep}`;
    const top = `Top\n===\nIntro.\n\n${sub}`;
    const other = "Other\n=====\nend";
    expect(shown(top + other)).toEqual([
      ["Top", "Intro.\n\n", top],
      ["Sub", "\n", sub],
      ["Deep", "text\n\n", deep],
      ["Other", "end", other],
    ]);
  });

  it("takes the level of an adornment from where it first appears, not from its character", () => {
    const sub = "B\n=\n\n";
    expect(shown(`A\n~\n\n${sub}C\n~\n`).map(([, , all]) => all)).toEqual([`A\n~\n\n${sub}`, sub, "C\n~\n"]);
  });

  it("has a title with an overline on another level than one without", () => {
    const part = "===\n In\n===\n\nA\n=\n\n";
    expect(shown(`${part}B\n=\n`).map(([title, , all]) => [title, all])).toEqual([
      ["In", `${part}B\n=\n`],
      ["A", "A\n=\n\n"],
      ["B", "B\n=\n"],
    ]);
  });

  it("finds a title right below another one", () => {
    expect(titles("A\n=\nB\n-\nC\n-\n")).toEqual(["A", "B", "C"]);
  });

  it.each([
    ["an underline that is shorter than the title", "Title\n====\n"],
    ["a line of several characters", "Title\n=-=-=\n"],
    ["an underline of letters", "aaa\naaa\n"],
    ["a last line of a paragraph", "text\nTitle\n=====\n"],
    ["indented text without an overline", "  Title\n  =====\n"],
    ["a line between text", "text\n\n----\n\ntext\n"],
  ])("takes %s for no title", (_, text) => {
    expect(titles(text)).toEqual([]);
  });
});

describe("resolveSection", () => {
  const notes = (release: string) => `${release}\n----\n\nOptions\n~~~~~~~\n\nof ${release}\n\n`;
  const page = `Upgrade\n=======\n\n${notes("1.19")}${notes("1.18")}Others\n======\n\n${notes("1.18")}`;
  const file = { path: "a.rst", text: page };
  const body = (at: string) => {
    const { bodyStart, bodyEnd } = resolveSection(file, at);
    return page.slice(bodyStart, bodyEnd).trim();
  };
  const refusal = (text: string, at: string) => failureOf(() => resolveSection({ path: "a.rst", text }, at));

  it("follows the titles from the outside in, and may leave some out", () => {
    expect(body("1.19 > Options")).toBe("of 1.19");
    expect(body("Upgrade > 1.18 > Options")).toBe("of 1.18");
    expect(resolveSection(file, "Others > Options").start).toBe(page.lastIndexOf("Options"));
  });

  it("refuses titles that lead to several, with the line of the second", async () => {
    expect(await refusal(page, "Upgrade > Options")).toMatchObject({
      code: "golang/anchor-mismatch",
      message: 'a.rst:15: expected one section "Upgrade > Options", found 2',
    });
  });

  it("does not find a section above the one that it is looked for in, nor in itself", async () => {
    for (const at of ["Options > 1.19", "1.19 > 1.19", "Others > 1.19"])
      expect((await refusal(page, at)).message).toMatch(`a.rst: expected a section "${at}", found Upgrade, `);
  });

  it("names eight of the sections that are there", async () => {
    const many = Array.from({ length: 10 }, (_, index) => `S${index}\n==\n\n`).join("");
    expect((await refusal(many, "S10")).message).toBe(
      'a.rst: expected a section "S10", found S0, S1, S2, S3, S4, S5, S6, S7 and 2 more',
    );
    expect((await refusal("text\n", "S0")).message).toContain("found no sections");
  });
});
