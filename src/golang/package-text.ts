import { indentAt } from "../text/index.ts";

/** What a file declares at its top, as its text tells. */
export interface Declared {
  readonly name: string;
  readonly kind: "func" | "method" | "type" | "var" | "const";
  /** Type that a method is of, "" for the others. */
  readonly receiver: string;
  /** Whether it is a type with parameters of its own. */
  readonly generic: boolean;
  /** String index of the name. */
  readonly offset: number;
}

const identifier = "[\\p{L}_][\\p{L}\\p{N}_]*";
const identifiers = `${identifier}(?:[ \\t]*,[ \\t]*${identifier})*`;
const opaque = /\/\/.*|\/\*[\s\S]*?\*\/|`[^`]*`|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'/g;
/** Group 1 is the receiver, 2 the keyword, 3 what it opens or names. */
const top = new RegExp(
  `^(?:func\\s*\\(([^)]*)\\)\\s*(?=${identifier})|(func)\\s+(?=${identifier})|(?:(type|var|const)\\s*(?:(\\()|\\s(?=${identifier}))))`,
  "gmu",
);
const listed = new RegExp(identifiers, "uy");
const each = new RegExp(identifier, "gu");
const groupLine = new RegExp(`^([ \\t]*)(${identifiers})?`, "u");

/** The text with blanks for comments and for what is quoted; every character and line break stays where it is. */
export function codeOf(text: string): string {
  return text.replace(opaque, (found) => found.replace(/[^\n]/g, " "));
}

/** The text with blanks for comments. */
export function withoutComments(text: string): string {
  return text.replace(opaque, (found) => (found.startsWith("/") ? found.replace(/[^\n]/g, " ") : found));
}

/**
 * The declarations at the top of a file, in order; names that a `const`, `var` or `type` lists in parentheses among
 * them. A tenth of the work of parsing, for files of which only the names matter.
 */
export function declaredIn(text: string): Declared[] {
  const found: Declared[] = [];
  const hidden = spansOfLines(text);
  for (const match of text.matchAll(top)) {
    const [opening, receiver, func, keyword, parenthesis] = match;
    const start = match.index + opening.length;
    if (isWithin(hidden, match.index)) continue;
    const kind = receiver === undefined ? ((func ?? keyword) as Declared["kind"]) : "method";
    const names =
      parenthesis === undefined
        ? namesOf(namesAt(text, start, kind), start)
        : namesInGroup(text, start, hidden);
    for (const { name, offset } of names)
      found.push({
        name,
        kind,
        receiver: receiver === undefined ? "" : receiverIn(receiver),
        generic: text[offset + name.length] === "[",
        offset,
      });
  }
  return found;
}

/** Name of the package that a file belongs to; `x_test` for the tests that stand outside of `x`. */
export function packageClause(text: string): string {
  return clause.exec(text)?.[1] ?? "";
}
const clause = new RegExp(`^package\\s+(${identifier})`, "mu");

type Span = readonly [start: number, end: number];

function isWithin(spans: readonly Span[], at: number): boolean {
  return spans.some(([start, end]) => start <= at && at < end);
}

/** From where to where comments and quotes go on for more than a line. */
function spansOfLines(text: string): Span[] {
  if (!text.includes("`") && !text.includes("/*")) return [];
  return [...text.matchAll(opaque)].flatMap(({ 0: found, index }): Span[] =>
    found.includes("\n") ? [[index, index + found.length]] : [],
  );
}

/** The names behind a keyword: only constants and variables may be several. */
function namesAt(text: string, start: number, kind: Declared["kind"]): string {
  listed.lastIndex = start;
  const names = listed.exec(text)?.[0] ?? "";
  return kind === "const" || kind === "var" ? names : (names.split(/[ \t,]/)[0] ?? "");
}

/** `T` of `n *T` and `n T[K]`. */
function receiverIn(receiver: string): string {
  return receiverType.exec(receiver)?.[1] ?? "";
}
const receiverType = new RegExp(`(${identifier})\\s*(?:\\[[^\\]]*\\])?\\s*$`, "u");

/** The names a group declares, from behind its opening parenthesis to the closing one. */
function namesInGroup(
  text: string,
  start: number,
  hidden: readonly Span[],
): { name: string; offset: number }[] {
  const found: { name: string; offset: number }[] = [];
  let end = text.indexOf("\n)", start);
  while (end !== -1 && isWithin(hidden, end + 1)) end = text.indexOf("\n)", end + 1);
  const code = codeOf(text.slice(start, end === -1 ? undefined : end + 2));
  let depth = 0;
  let indent: string | undefined;
  let lineStart = 0;
  for (const line of code.split("\n")) {
    const [, blanks = "", names] = groupLine.exec(line) ?? [];
    const indentHere = indentAt(text, start + lineStart);
    // What is further in continues the line before.
    if (depth === 0 && names !== undefined && (indent === undefined || indentHere === indent)) {
      found.push(...namesOf(names, start + lineStart + blanks.length));
      if (lineStart !== 0) indent = indentHere;
    }
    for (const bracket of line.match(/[()[\]{}]/g) ?? []) depth += /[([{]/.test(bracket) ? 1 : -1;
    if (depth < 0) return found;
    lineStart += line.length + 1;
  }
  return found;
}

function namesOf(list: string, offset: number): { name: string; offset: number }[] {
  return [...list.matchAll(each)].map((match) => ({ name: match[0], offset: offset + match.index }));
}
