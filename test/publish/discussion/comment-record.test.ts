import { expect, it } from "vitest";
import { formatComment, readComment } from "../../../src/publish/discussion/comment-record.ts";

it("a comment tells of itself whether somebody changed it", () => {
  const body = formatComment("Words.\n\nMore.\n");
  expect(readComment(body)).toEqual({ text: "Words.\n\nMore.", isEdited: false });
  expect(readComment(body.replaceAll("\n", "\r\n"))?.isEdited).toBe(false);
  expect(readComment(body.replace("More", "Less"))?.isEdited).toBe(true);
  expect(readComment("Words.")).toBeUndefined();
});
