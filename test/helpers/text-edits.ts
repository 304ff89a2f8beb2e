import { expect } from "vitest";
import type { EditKind } from "../../src/edit/edit-kind.ts";
import { applyEdits } from "../../src/text/edit.ts";
import { failureOf } from "./failure.ts";

/** Edits of one kind, on texts. */
export interface TextEdits {
  /** The text with the edit made. Also holds it to what every kind promises: see there. */
  edited(base: string, header: object, text: string): string;
  /** Message of the refusal; its code is always the same. */
  refusal(base: string, header: object, text: string): Promise<string>;
  isPresent(base: string, header: object, text: string): boolean;
}

/** @param path of the file that is edited. */
export function textEdits<Header>(kind: EditKind<"text", Header>, path: string): TextEdits {
  const bind = (header: object, text: string) =>
    kind.bind({ file: path, ...header }, { text, template: "t.hbs" });
  return {
    edited(base, header, text) {
      const edit = bind(header, text);
      const file = { path, text: base };
      const after = applyEdits(base, edit.locate(file));
      const again = { path, text: after };
      expect(edit.isPresent(file)).toBe(false);
      expect(edit.isPresent(again)).toBe(true);
      expect(edit.locate(again)).toEqual([]);
      expect(applyEdits(after, edit.undo(file))).toBe(base);
      expect(after.endsWith("\n")).toBe(base.endsWith("\n"));
      const marked = { path, text: `\ufeff${base}` };
      expect(applyEdits(marked.text, edit.locate(marked))).toBe(`\ufeff${after}`);
      return after;
    },
    async refusal(base, header, text) {
      const { code, message } = await failureOf(() => bind(header, text).locate({ path, text: base }));
      expect(code).toMatch(/^(golang\/anchor-mismatch|checkout\/crlf|plan\/bad-template)$/);
      return message;
    },
    isPresent: (base, header, text) => bind(header, text).isPresent({ path, text: base }),
  };
}
