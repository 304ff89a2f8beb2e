import { describe, expect, it } from "vitest";
import { z } from "zod";
import { commonFields } from "../../src/edit/edit-kind.ts";
import { makeTextKind } from "../../src/edit/text-kind.ts";
import { applyEdits } from "../../src/text/index.ts";
import { failureOf } from "../helpers/failure.ts";

/** Puts the template's text in front of a file; the text of a file that begins with `#` is a comment. */
const first = makeTextKind({
  name: "first",
  header: z.strictObject(commonFields),
  locate: (_, edit) => [{ start: 0, end: 0, text: edit.text }],
  isPresent: ({ text }, edit) => text.startsWith(edit.text) && !text.includes("#"),
});

const edit = first.bind({ file: "a.txt" }, { text: "new\n", template: "t.hbs" });
const fileOf = (text: string) => ({ path: "a.txt", text });
const edited = (text: string) => applyEdits(text, edit.locate(fileOf(text)));

describe("a kind for text", () => {
  it("puts the text behind a byte order mark, which the kind itself never sees", () => {
    expect(edited("old\n")).toBe("new\nold\n");
    expect(edited("\ufeffold\n")).toBe("\ufeffnew\nold\n");
    expect(edit.isPresent(fileOf("\ufeffnew\nold\n"))).toBe(true);
  });

  it("takes its edit back from a file with a byte order mark, too", () => {
    const file = fileOf("\ufeffold\n");
    expect(applyEdits("\ufeffnew\nold\n", edit.undo(file))).toBe("\ufeffold\n");
  });

  it("does not put there what is there", () => {
    expect(edited("new\nold\n")).toBe("new\nold\n");
    expect(edited("\ufeffnew\n")).toBe("\ufeffnew\n");
  });

  it("refuses a place where the text would not be what the template says", async () => {
    expect(await failureOf(() => edit.locate(fileOf("# old\n")))).toEqual({
      code: "golang/anchor-mismatch",
      message: "a.txt: expected a place for the text of t.hbs, found that it would mean something else there",
      hint: "This tree differs from the known shapes there.",
    });
  });

  it("refuses CRLF with its first line, also where nothing is left to do, but takes a lone CR", async () => {
    for (const text of ["old\nold\r\nold\r\n", "new\nold\r\n"])
      expect(await failureOf(() => edit.locate(fileOf(text)))).toEqual({
        code: "checkout/crlf",
        message: "a.txt:2: expected lines that end in LF, found CRLF",
        hint: "First convert the file to LF in a separate commit.",
      });
    expect(edited("o\rld\n")).toBe("new\no\rld\n");
  });
});
