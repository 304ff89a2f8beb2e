/**
 * The first key that an object of JSON has twice, with its line from 1: a reader would silently take the last.
 * Undefined where there is none. Expects text that JSON.parse accepts.
 */
export function repeatedKey(text: string): { readonly key: string; readonly line: number } | undefined {
  const open: (Set<string> | null)[] = [];
  const token = /"(?:[^"\\]|\\.)*"(\s*:)?|[{}[\]]/gs;
  for (let found = token.exec(text); found; found = token.exec(text)) {
    const [word = "", colon] = found;
    if (word === "{") open.push(new Set());
    else if (word === "[") open.push(null);
    else if (word === "}" || word === "]") open.pop();
    else if (colon !== undefined) {
      const key = word.slice(0, -colon.length);
      const keys = open.at(-1);
      if (keys?.has(key)) return { key, line: text.slice(0, found.index).split("\n").length };
      keys?.add(key);
    }
  }
  return undefined;
}
