import { isScalar, parseDocument } from "yaml";
import { z } from "zod";
import { badTemplate } from "./bad-template.ts";
import { commonFields, type Written } from "./edit-kind.ts";
import { mismatch } from "./mismatch.ts";
import { makeTextKind } from "./text-kind.ts";
import { documentOf, findKey, keyStart, resolveKey, stepsOf } from "./yaml-document.ts";
import type { YamlView } from "./yaml-parts.ts";

/**
 * Another value of a key in a YAML file, in the place of the one that the file is known to have. Comments stay, also
 * the one behind the value. Values of one line only, numbers and quoted or plain strings.
 *
 *     ---
 *     file: chart/values.yaml
 *     kind: yaml-value
 *     at: debug.enabled
 *     from: "false"
 *     ---
 *     true
 */
export const yamlValue = makeTextKind({
  name: "yaml-value",
  header: z.strictObject({
    ...commonFields,
    at: z
      .string()
      .min(1)
      .describe("Path of the key: `ipam.operator`, `list.0.name`; a dot in a key is `\\.`."),
    from: z.string().describe("The value as it stands in the file, quotes included."),
  }),
  locate(file, edit) {
    const { pair } = resolveKey(file, documentOf(file, viewOf(edit.at)), edit.at);
    const { value } = pair;
    const range = isScalar(value) ? value.range : undefined;
    const source = range ? file.text.slice(range[0], range[1]) : undefined;
    if (!range || source === undefined || source.includes("\n"))
      throw mismatch(file, `${edit.at} to have a value of one line`, "another", keyStart(pair));
    if (source !== edit.from)
      throw mismatch(file, `${edit.at} to be ${edit.from}`, source || "no value", keyStart(pair));
    const space = source === "" ? " " : "";
    return [{ start: range[0], end: range[1], text: `${space}${scalarOf(edit)}` }];
  },
  isPresent(file, edit) {
    const value = findKey(documentOf(file, viewOf(edit.at)), edit.at)?.pair.value;
    if (!isScalar(value) || !value.range) return false;
    return file.text.slice(value.range[0], value.range[1]) === scalarOf(edit);
  },
});

/** An edit looks at one key only. */
function viewOf(at: string): YamlView {
  const steps = stepsOf(at);
  return { path: steps.slice(0, -1), keys: steps.slice(-1) };
}

/** The template's text, if it is a value of one line. */
function scalarOf({ text, template }: Written): string {
  const source = text.trim();
  const { contents, errors } = parseDocument(source);
  if (
    isScalar(contents) &&
    errors.length === 0 &&
    !source.includes("\n") &&
    contents.range?.[1] === source.length
  )
    return source;
  throw badTemplate(template, `expected a value of one line, found ${JSON.stringify(source)}`);
}
