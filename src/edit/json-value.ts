import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { badTemplate } from "./bad-template.ts";
import { commonFields, type Written } from "./edit-kind.ts";
import { findValue, resolveValue, rootOf, stepsOf } from "./json-pointer.ts";
import { mismatch } from "./mismatch.ts";
import { makeTextKind } from "./text-kind.ts";

/**
 * Another value in a JSON file, in the place of the one that the file is known to have. The text is put in as it is.
 *
 *     ---
 *     file: chart/values.schema.json
 *     kind: json-value
 *     at: /properties/mode/default
 *     from: '"off"'
 *     ---
 *     "on"
 */
export const jsonValue = makeTextKind({
  name: "json-value",
  header: z.strictObject({
    ...commonFields,
    at: z.string().regex(/^\//).describe("JSON pointer of the value: `/properties/mode/default`."),
    from: z.string().describe("The value that the file has there, as JSON; white space does not matter."),
  }),
  locate(file, edit) {
    const { start, end } = resolveValue(file, rootOf(file), stepsOf(edit.at));
    const found = file.text.slice(start, end);
    if (!isDeepStrictEqual(JSON.parse(found), parsed(edit, edit.from)))
      throw mismatch(file, `${edit.at} to be ${edit.from}`, found.slice(0, 60), start);
    return [{ start, end, text: edit.text.trim() }];
  },
  isPresent(file, edit) {
    const node = findValue(rootOf(file), stepsOf(edit.at));
    const wanted = parsed(edit, edit.text);
    return node !== undefined && isDeepStrictEqual(JSON.parse(file.text.slice(node.start, node.end)), wanted);
  },
});

function parsed({ template }: Written, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw badTemplate(template, `expected a JSON value, found ${JSON.stringify(text.trim())}`);
  }
}
