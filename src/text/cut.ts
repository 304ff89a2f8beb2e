/** Shortens a text in its middle to about `limit` UTF-16 units, and says how much is left out. */
export function cutMiddle(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const half = Math.floor(limit / 2);
  const left = text.slice(0, half).replace(/[\ud800-\udbff]$/, "");
  const right = text.slice(-half).replace(/^[\udc00-\udfff]/, "");
  return `${left}\n[${text.length - left.length - right.length} characters left out]\n${right}`;
}

/** Shortens all texts in plain data. */
export function cutTexts<T>(value: T, limit: number): T {
  if (typeof value === "string") return cutMiddle(value, limit) as T;
  if (Array.isArray(value)) return value.map((item) => cutTexts(item as unknown, limit)) as T;
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, cutTexts(item as unknown, limit)]);
  return Object.fromEntries(entries) as T;
}
