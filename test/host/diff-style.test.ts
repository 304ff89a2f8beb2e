import { expect, it } from "vitest";
import { readDiffStyle } from "../../src/host/diff-style.ts";

it("reads the style sheet of diffs, which asks for no other file", async () => {
  const style = await readDiffStyle();
  expect(style).toContain(".d2h-wrapper");
  expect(style).not.toMatch(/@import|url\((?!["']?data:)/);
});
