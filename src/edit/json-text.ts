/** A value in JSON text. Offsets are string indices. */
export type JsonNode = { readonly start: number; readonly end: number } & (
  | { readonly kind: "object"; readonly members: readonly JsonMember[] }
  | { readonly kind: "array"; readonly items: readonly JsonNode[] }
  | { readonly kind: "scalar" }
);

export interface JsonMember {
  readonly name: string;
  /** Where the key starts, and where it ends. */
  readonly start: number;
  readonly keyEnd: number;
  readonly value: JsonNode;
}

/** Reads where the values of a JSON text are. @throws SyntaxError as JSON.parse does. */
export function scanJson(text: string): JsonNode {
  JSON.parse(text);
  return new Scanner(text).value();
}

/** Relies on text that JSON.parse takes. */
class Scanner {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  value(): JsonNode {
    this.#skip(/\s*/y);
    const start = this.#at;
    const opener = this.#text[start];
    if (opener === "{") {
      const members = this.#list("}", () => this.#member());
      return { kind: "object", members, start, end: this.#at };
    }
    if (opener === "[") {
      const items = this.#list("]", () => this.value());
      return { kind: "array", items, start, end: this.#at };
    }
    this.#skip(/"(?:[^"\\]|\\.)*"|[^\s,\]}]+/y);
    return { kind: "scalar", start, end: this.#at };
  }

  #member(): JsonMember {
    const start = this.#at;
    this.#skip(/"(?:[^"\\]|\\.)*"/y);
    const keyEnd = this.#at;
    this.#skip(/\s*:/y);
    return {
      name: JSON.parse(this.#text.slice(start, keyEnd)) as string,
      start,
      keyEnd,
      value: this.value(),
    };
  }

  #list<T>(closer: string, read: () => T): T[] {
    const found: T[] = [];
    this.#at++;
    for (;;) {
      this.#skip(/[\s,]*/y);
      if (this.#text[this.#at] === closer) break;
      found.push(read());
    }
    this.#at++;
    return found;
  }

  #skip(pattern: RegExp): void {
    pattern.lastIndex = this.#at;
    this.#at += pattern.exec(this.#text)?.[0].length ?? 0;
  }
}

/** How a file is laid out: a level of indentation, and what stands between key and value. */
export interface JsonLayout {
  readonly unit: string;
  readonly colon: string;
}

/** A value over several lines, its scalars as they are written. @param indent of the line that it starts on. */
export function printJson(text: string, node: JsonNode, indent: string, layout: JsonLayout): string {
  const inner = `${indent}${layout.unit}`;
  const around = (opener: string, parts: readonly string[], closer: string) =>
    parts.length === 0
      ? `${opener}${closer}`
      : `${opener}\n${parts.map((part) => inner + part).join(",\n")}\n${indent}${closer}`;
  switch (node.kind) {
    case "scalar":
      return text.slice(node.start, node.end);
    case "array":
      return around(
        "[",
        node.items.map((item) => printJson(text, item, inner, layout)),
        "]",
      );
    case "object":
      return around(
        "{",
        node.members.map((member) => printMember(text, member, inner, layout)),
        "}",
      );
  }
}

/** A member over several lines. */
export function printMember(
  text: string,
  { start, keyEnd, value }: JsonMember,
  indent: string,
  layout: JsonLayout,
) {
  return `${text.slice(start, keyEnd)}${layout.colon}${printJson(text, value, indent, layout)}`;
}
