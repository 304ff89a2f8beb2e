/** Text on one line, escaped for Markdown; as code if GitHub would find a mention or an issue in it. */
export function plain(text: string): string {
  if (/@|#\d|\bGH-\d/i.test(text)) return code(text);
  return oneLine(text).replace(/[\\`*_{}[\]<>#|~&]/g, "\\$&");
}

/** Text as code: it mentions no user and no issue. */
export function code(text: string): string {
  const line = oneLine(text);
  const fence = "`".repeat(longestRun(line) + 1);
  const pad = line.startsWith("`") || line.endsWith("`") ? " " : "";
  return line === "" ? "" : `${fence}${pad}${line}${pad}${fence}`;
}

/** Lines as a block of code, in a fence longer than any fence in them. */
export function block(text: string, language = ""): string {
  const fence = "`".repeat(Math.max(3, longestRun(text) + 1));
  return `${fence}${language}\n${withoutControls(text).trimEnd()}\n${fence}`;
}

/** A table; pipes in cells are escaped, which GitHub requires even in code. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replace(/(?<!\\)\|/g, "\\|")).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

/** A foldable section: a title, and Markdown below it. */
export function foldable(title: string, body: string): string {
  const text = oneLine(title).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  return `<details><summary><code>${text}</code></summary>\n\n${body}\n\n</details>`;
}

/** Removes colour codes, other control characters, and marks that change the text direction. */
export function withoutControls(text: string): string {
  return text
    .replace(/\x1b\[[0-9;?]*[A-Za-z]/g, "")
    .replace(/[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/g, "");
}

function oneLine(text: string): string {
  return withoutControls(text).replace(/\s+/g, " ").trim();
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
}
