import { describe, expect, it } from "vitest";
import { z } from "zod";
import { commonFields, makeKind } from "../../src/edit/edit-kind.ts";
import { applyEdits } from "../../src/text/index.ts";
import { failureOf } from "../helpers/failure.ts";

/** Replaces each `word` of a text by the template's text. */
const swap = makeKind({
  name: "swap",
  base: "text",
  header: z.strictObject({ ...commonFields, word: z.string().transform((word) => word.toLowerCase()) }),
  locate: ({ text }, edit) =>
    [...text.matchAll(new RegExp(edit.word, "g"))].map(({ index }) => ({
      start: index,
      end: index + edit.word.length,
      text: edit.text,
    })),
  isPresent: ({ text }, edit) => text.includes(edit.text),
});

/** Makes a file where there is none. */
const make = makeKind({
  name: "make",
  base: "none",
  means: ({ file }) => file.endsWith(".new"),
  header: z.strictObject(commonFields),
  locate: (_, edit) => [{ start: 0, end: 0, text: edit.text }],
  isPresent: ({ text }, edit) => text === edit.text,
});

const written = { text: "longer", template: "v/10-a/x.hbs" };

describe("a kind of edit", () => {
  it("edits with the fields that its header's schema made of the template's", () => {
    const edit = swap.bind({ file: "a.txt", word: "OLD" }, written);
    expect(edit).toMatchObject({
      ...written,
      file: "a.txt",
      kind: "swap",
      base: "text",
      header: { word: "old" },
    });
    const file = { path: "a.txt", text: "old, not OLD, old" };
    expect(applyEdits(file.text, edit.locate(file))).toBe("longer, not OLD, longer");
    expect([edit.isPresent(file), edit.isPresent({ ...file, text: "a longer one" })]).toEqual([false, true]);
  });

  it("takes its edits back to the byte, whatever their lengths", () => {
    const edit = swap.bind({ file: "a.txt", word: "b" }, written);
    const file = { path: "a.txt", text: "b a bb\nc b" };
    const after = applyEdits(file.text, edit.locate(file));
    expect(after).toBe("longer a longerlonger\nc longer");
    expect(applyEdits(after, edit.undo(file))).toBe(file.text);
  });

  it("takes a file that it made back to an empty text", () => {
    const edit = make.bind({ file: "a.new" }, written);
    expect(applyEdits("longer", edit.undo({ path: "a.new", text: undefined }))).toBe("");
  });

  it("is meant by a header without a kind only where it says so", () => {
    const headers = ["a.new", "a.txt"].map((file) => ({ file, place: undefined }));
    expect(headers.map((header) => make.means(header))).toEqual([true, false]);
    expect(headers.map((header) => swap.means(header))).toEqual([false, false]);
  });

  it.each([
    ["a field that is missing", { file: "a.txt" }, "word"],
    ["a field of another type", { file: "a.txt", word: 1 }, "word"],
    ["an unknown field", { file: "a.txt", word: "b", wrod: "c" }, "wrod"],
    ["no header at all", null, "expected object"],
  ])("refuses %s, with the template and the field", async (_, header, word) => {
    const { code, message } = await failureOf(() => swap.bind(header, written));
    expect([code, message]).toEqual([
      "plan/bad-template",
      expect.stringMatching(`^v/10-a/x\\.hbs: [^]*${word}`),
    ]);
  });
});
