import { describe, expect, it } from "vitest";
import { newFile } from "../../src/edit/new-file.ts";
import { applyEdits } from "../../src/text/edit.ts";
import { failureOf } from "../helpers/failure.ts";

const text = "package option\n";
const edit = newFile.bind({ file: "pkg/a.go", place: "create" }, { text, template: "t" });
const none = { path: "pkg/a.go", text: undefined };

describe("a new file", () => {
  it("has the template's text, and is gone again once it is undone", () => {
    const made = applyEdits("", edit.locate(none));
    expect(made).toBe(text);
    expect(applyEdits(made, edit.undo(none))).toBe("");
  });

  it.each(["", "package other\n"])("is refused where there is another file: %j", async (there) => {
    const file = { path: "pkg/a.go", text: there };
    expect(edit.isPresent(file)).toBe(false);
    expect(await failureOf(() => edit.locate(file))).toEqual({
      code: "plan/file-exists",
      message: "pkg/a.go: expected no file, found one",
      hint: "The series creates this file; choose the commit before the file was added.",
    });
  });

  it("is there in its own text, whatever its imports and alignment", () => {
    const there = 'package option\n\nimport (\n\t"fmt"\n)\n\nimport "os"\n\nvar a  = 1\n';
    const one = newFile.bind(
      { file: "pkg/a.go", place: "create" },
      { text: "package option\n\nvar a = 1\n", template: "t" },
    );
    expect(one.isPresent({ path: "pkg/a.go", text: there })).toBe(true);
    expect(one.isPresent({ path: "pkg/a.go", text: there.replace("1", "2") })).toBe(false);
  });

  it("is not there where the commit has no such file", () => {
    expect(edit.isPresent(none)).toBe(false);
  });
});
