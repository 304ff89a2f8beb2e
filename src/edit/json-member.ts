import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { type Edit, indentAt } from "../text/index.ts";
import { badTemplate } from "./bad-template.ts";
import { commonFields, type TextFile, type Written } from "./edit-kind.ts";
import { findValue, resolveValue, rootOf, stepsOf } from "./json-pointer.ts";
import {
  type JsonLayout,
  type JsonMember,
  type JsonNode,
  printJson,
  printMember,
  scanJson,
} from "./json-text.ts";
import { mismatch } from "./mismatch.ts";
import { assertFree, nextInOrder } from "./sorted-rows.ts";
import { makeTextKind } from "./text-kind.ts";

const header = z.strictObject({
  ...commonFields,
  at: z
    .string()
    .regex(/^(\/.*)?$/)
    .default("")
    .describe(
      "JSON pointer of the member beside which the text goes, or for `end` and `sorted` of the object or array.",
    ),
  place: z
    .enum(["before", "after", "end", "sorted"])
    .describe(
      "`before` or `after` a member; at the `end` of an object or array; where the names of an object's members are `sorted`.",
    ),
});

type MemberEdit = z.infer<typeof header> & Written;

/**
 * A member of an object in a JSON file, or one more element of an array. The text is `"name": value`, or a value for an
 * array; it gets the file's indentation, and the spelling of its numbers and strings stays. A member that is there with
 * another value is refused.
 *
 *     ---
 *     file: chart/values.schema.json
 *     kind: json-member
 *     at: /properties
 *     place: sorted
 *     ---
 *     "packets": {"type": "boolean"}
 */
export const jsonMember = makeTextKind({
  name: "json-member",
  header,
  locate(file, edit) {
    const container = resolveValue(file, rootOf(file), containerOf(edit));
    const added = readText(edit, container.kind === "array");
    if (container.kind === "array" && edit.place === "end") {
      const { items } = container;
      const print = (indent: string, layout: JsonLayout) =>
        printJson(added.text, added.value, indent, layout);
      return [insert(file, container, items, items.length, print)];
    }
    if (container.kind !== "object" || !added.member)
      throw mismatch(file, `an object at ${edit.at || "the root"}`, `an ${container.kind}`, container.start);
    const { member } = added;
    const index = indexOf(file, edit, container.members, member.name);
    const print = (indent: string, layout: JsonLayout) => printMember(added.text, member, indent, layout);
    return [insert(file, container, container.members, index, print)];
  },
  isPresent(file, edit) {
    const container = findValue(rootOf(file), containerOf(edit));
    if (!container || container.kind === "scalar") return false;
    const { text, value, member } = readText(edit, container.kind === "array");
    const wanted: unknown = JSON.parse(text.slice(value.start, value.end));
    const found =
      container.kind === "array" ? container.items : membersNamed(container.members, member?.name);
    return found.some(({ start, end }) => isDeepStrictEqual(JSON.parse(file.text.slice(start, end)), wanted));
  },
});

function membersNamed(members: readonly JsonMember[], wanted: string | undefined): JsonNode[] {
  return members.filter(({ name }) => name === wanted).map(({ value }) => value);
}

function containerOf({ at, place }: MemberEdit): string[] {
  const steps = stepsOf(at);
  return place === "before" || place === "after" ? steps.slice(0, -1) : steps;
}

/** The template's text as JSON, and where its value is. */
function readText({ text, template }: Written, isElement: boolean) {
  const whole = isElement ? `[${text.trim()}]` : `{${text.trim()}}`;
  try {
    const root = scanJson(whole);
    const [item, ...items] = root.kind === "array" ? root.items : [];
    if (item && items.length === 0) return { text: whole, value: item, member: undefined };
    const [member, ...members] = root.kind === "object" ? root.members : [];
    if (member && members.length === 0) return { text: whole, value: member.value, member };
  } catch {
    // As for more than one.
  }
  const expected = isElement ? "one JSON value" : 'one member, "name": value';
  throw badTemplate(template, `expected ${expected}, found ${JSON.stringify(text.trim().slice(0, 60))}`);
}

/** Index of the member in front of which the new one goes. */
function indexOf(file: TextFile, edit: MemberEdit, members: readonly JsonMember[], name: string): number {
  if (edit.place === "sorted") {
    const next = nextInOrder(file, members, name);
    return next ? members.indexOf(next) : members.length;
  }
  assertFree(file, members, name);
  if (edit.place === "end") return members.length;
  const neighbour = members.findIndex((one) => one.name === stepsOf(edit.at).at(-1));
  if (neighbour === -1) throw mismatch(file, `a member ${edit.at}`, "none");
  return edit.place === "before" ? neighbour : neighbour + 1;
}

/** Puts an element in front of the one at an index, laid out as its neighbours are. */
function insert(
  { text }: TextFile,
  container: JsonNode,
  elements: readonly (JsonMember | JsonNode)[],
  index: number,
  print: (indent: string, layout: JsonLayout) => string,
): Edit {
  const layout = layoutOf(text, container);
  const outer = indentAt(text, container.start);
  const [first] = elements;
  if (!first) {
    const indent = `${outer}${layout.unit}`;
    const isFlat = !text.trim().includes("\n");
    const inside = isFlat ? flat(print) : `\n${indent}${print(indent, layout)}\n${outer}`;
    return { start: container.start + 1, end: container.end - 1, text: inside };
  }
  const opening = text.slice(container.start + 1, first.start);
  const isFlat = !opening.includes("\n");
  const indent = isFlat ? outer : opening.slice(opening.lastIndexOf("\n") + 1);
  const added = isFlat ? flat(print) : print(indent, layout);
  const between = isFlat ? " " : `\n${indent}`;
  const next = elements[index];
  if (next) return { start: next.start, end: next.start, text: `${added},${between}` };
  const last = elements.at(-1) ?? first;
  const end = "value" in last ? last.value.end : last.end;
  return { start: end, end, text: `,${between}${added}` };
}

/** On one line. */
function flat(print: (indent: string, layout: JsonLayout) => string): string {
  return print("", { unit: "", colon: ": " }).replaceAll("\n", "");
}

/** A level of indentation is what the first member that starts a line has more than the line of its object. */
function layoutOf(text: string, container: JsonNode): JsonLayout {
  const unit = /\n([ \t]+)\S/.exec(text)?.[1] ?? "  ";
  const first = container.kind === "object" ? container.members[0] : undefined;
  return { unit, colon: first ? text.slice(first.keyEnd, first.value.start) : ": " };
}
