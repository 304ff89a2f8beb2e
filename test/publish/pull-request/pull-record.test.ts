import { describe, expect, it } from "vitest";
import { formatBody, nextBody, parseBody } from "../../../src/publish/pull-request/pull-record.ts";

const record = { folder: "v1/a--b", digest: "d".repeat(64), head: "e".repeat(40) };
const body = formatBody("The text.\n\nMore.", record);

describe("a pull request's body", () => {
  it("is read back as it was written, also with lines that end otherwise", () => {
    for (const one of [body, body.replaceAll("\n", "\r\n"), body.trim()])
      expect(parseBody(one)).toEqual({ text: "The text.\n\nMore.", record, isEdited: false });
  });

  it("keeps its record where a person takes out the comment or the trailers", () => {
    expect(parseBody(body.replace(/<!--.*-->\n/, ""))).toMatchObject({ record, isEdited: false });
    expect(parseBody(body.replace(/^Patchkit.*\n/gm, ""))).toMatchObject({ record, isEdited: false });
  });

  it("is edited where its text is another one, and somebody else's without a record", () => {
    expect(parseBody(body.replace("More", "Less"))).toMatchObject({ record, isEdited: true });
    expect(parseBody("A text.")).toEqual({ text: "A text.", record: undefined, isEdited: true });
    expect(parseBody(`A text.\n\n<!-- patchkit:pull {"folder":1} -->`).record).toBeUndefined();
  });

  it("gets a new text and record, of which an edited one gets the record alone, once", () => {
    const moved = { ...record, head: "f".repeat(40) };
    expect(nextBody(body, "The text.\n\nMore.", record)).toBeUndefined();
    expect(nextBody(body, "Another.", moved)).toBe(formatBody("Another.", moved));
    const edited = nextBody(body.replace("More", "Less"), "Another.", moved) ?? "";
    expect(parseBody(edited)).toEqual({ text: "The text.\n\nLess.", record: moved, isEdited: true });
    expect(nextBody(edited, "Another.", moved)).toBeUndefined();
  });
});
