/** Where an edit of a YAML file looks: at some keys of one mapping, and at its last. */
export interface YamlView {
  /** Keys from the outermost mapping to that one. */
  readonly path: readonly string[];
  readonly keys: readonly string[];
}

/** A key of a mapping, with all that stands below it until the next one; "" is what stands above the first. */
interface Part extends Range {
  readonly key: string;
}

interface Range {
  readonly start: number;
  readonly end: number;
}

/**
 * A YAML file's text with comments in the place of keys that an edit does not look at, so that the others parse to what
 * they are in the file, at the offsets they have. The parser takes 50 ms for a chart's `values.yaml` of 4,600 lines,
 * and less than 1 for what an edit looks at. All that belongs to a key is indented further than the key (YAML 1.2.2,
 * 8.2.2), but for the dashes of a list, so that a line with a mapping's own indentation starts its next key.
 *
 * Where a mapping is written in another way than line by line with plain keys, each there once, all of it stays. Faults
 * of the file in what is left out are not seen.
 *
 * @returns undefined if that is so of the outermost one: then only the parser knows the file's parts.
 */
export function maskOthers(text: string, view: YamlView): string | undefined {
  return masked(text, { start: 0, end: text.length }, view);
}

function masked(text: string, range: Range, { path, keys }: YamlView): string | undefined {
  const parts = partsOf(text, range);
  if (!parts) return undefined;
  const [step, ...deeper] = path;
  const last = parts.at(-1)?.key ?? "";
  let result = "";
  let shown = range.start;
  for (const part of parts) {
    const isSeen = step === undefined ? keys.includes(part.key) || part.key === last : part.key === step;
    if (!isSeen) continue;
    result += comment(part.start - shown);
    result +=
      step === undefined ? text.slice(part.start, part.end) : inner(text, part, { path: deeper, keys });
    shown = part.end;
  }
  return result + comment(range.end - shown);
}

/** A key, and its value with less in it. */
function inner(text: string, { start, end }: Range, view: YamlView): string {
  const line = text.indexOf("\n", start) + 1;
  const below = line === 0 || line > end ? end : line;
  return text.slice(start, below) + (masked(text, { start: below, end }, view) ?? text.slice(below, end));
}

const keyLine = /^ *(\w[\w./-]*):(?:\s|$)/;
const dashLine = /^ *-(?:\s|$)/;

/** Undefined if it is not a mapping in lines with plain keys, each there once. */
function partsOf(text: string, range: Range): Part[] | undefined {
  const own = text.slice(range.start, range.end);
  const indent = /^( *)[^\s#]/m.exec(own)?.[1]?.length;
  if (indent === undefined) return undefined;
  const starts: { readonly key: string; readonly start: number }[] = [{ key: "", start: range.start }];
  // All lines that are indented further belong to the key above them.
  for (const { 0: line, index } of own.matchAll(new RegExp(`^ {0,${indent}}[^\\s#].*`, "gm"))) {
    if (line.search(/[^ ]/) < indent) return undefined;
    if (starts.length > 1 && dashLine.test(line)) continue;
    const key = keyLine.exec(line)?.[1];
    if (key === undefined) return undefined;
    starts.push({ key, start: range.start + index });
  }
  if (new Set(starts.map(({ key }) => key)).size < starts.length) return undefined;
  return starts.map((one, index) => ({ ...one, end: starts[index + 1]?.start ?? range.end }));
}

/** A comment of that length, its line break included. */
function comment(length: number): string {
  return length < 2 ? "\n".repeat(length) : `#${" ".repeat(length - 2)}\n`;
}
