import { expect, it } from "vitest";
import { formatComment, readComment } from "../../src/publish/comment-record.ts";

it("a comment tells of itself what it is for, and whether somebody changed it", () => {
  const body = formatComment("Words.\n\nMore.\n", "comment");
  expect(readComment(body, "comment")).toEqual({ text: "Words.\n\nMore.", isEdited: false });
  expect(readComment(body.replaceAll("\n", "\r\n"), "comment")?.isEdited).toBe(false);
  expect(readComment(body.replace("More", "Less"), "comment")?.isEdited).toBe(true);
  expect(readComment(body, "change")).toBeUndefined();
  expect(readComment("Words.", "comment")).toBeUndefined();
});
