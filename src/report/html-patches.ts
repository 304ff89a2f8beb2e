import { html as diffHtml, parse } from "diff2html";

import { html, type Markup, trusted } from "./html-text.ts";
import { withoutControls } from "./markdown-text.ts";
import type { Patch } from "./section.ts";

/**
 * Templates for diff2html that need a quarter of the bytes: a report has tens of thousands of lines.
 * `content` and `blockHeader` are already escaped, `prefix` is a sign or `&nbsp;`.
 */
const rawTemplates = {
  "generic-wrapper": "{{{content}}}",
  "generic-file-path": "",
  "generic-empty-diff": '<tr><td colspan="3">no lines differ',
  "generic-block-header": '<tr class="d2h-info"><td><td><td>{{{blockHeader}}}',
  "line-by-line-file-diff":
    '<div class="d2h-file-diff"><table class="d2h-diff-table"><tbody class="d2h-code-line">{{{diffs}}}</tbody></table></div>',
  "line-by-line-numbers": "<td>{{oldNumber}}<td>{{newNumber}}",
  "generic-line": '<tr class="{{type}}">{{{lineNumber}}}<td><b>{{{prefix}}}</b>{{{content}}}',
};

/** The patches of a series, each folded: the message and the files, with tests folded again. */
export function patchesHtml(patches: readonly Patch[]): Markup {
  return trusted(patches.map((patch) => patchHtml(patch).markup).join("\n"));
}

function patchHtml({ id, name, subject, text }: Patch): Markup {
  const { message, diff } = splitPatch(withoutControls(text));
  return html`<details class="patch" id="${id}"><summary>Patch ${subject}</summary>
<p class="note"><a download="${name}" href="${dataURL(text)}">Save ${name}</a></p>
<pre class="message" tabindex="0">${message}</pre>
${parseDiff(diff).map((file) => {
  const path = file.isDeleted ? file.oldName : file.newName;
  const what = file.isNew ? "new file, " : file.isDeleted ? "file removed, " : "";
  return html`<details class="d2h-auto-color-scheme diff"${path.endsWith("_test.go") ? "" : trusted(" open")}><summary><code>${path}</code> <span class="note">${what}+${file.addedLines} -${file.deletedLines}</span></summary>
<div class="scroll" tabindex="0" role="group" aria-label="Diff of ${path}">${trusted(diffHtml([file], { outputFormat: "line-by-line", drawFileList: false, rawTemplates }))}</div></details>`;
})}</details>`;
}

/** The patch's bytes as a data URL, so that it can be saved from a page without other files. */
function dataURL(text: string): string {
  return `data:text/x-patch;base64,${Buffer.from(text, "utf8").toString("base64")}`;
}

/** The files of a diff. Every line gets a sign, because diff2html does not escape its first character. */
function parseDiff(diff: string): ReturnType<typeof parse> {
  return parse(diff).map((file) => ({
    ...file,
    isCombined: false,
    blocks: file.blocks.map((block) => ({
      ...block,
      lines: block.lines.map((line) => ({
        ...line,
        content: /^[ +-]/.test(line.content) ? line.content : ` ${line.content}`,
      })),
    })),
  }));
}

/** Splits a mail of `git format-patch` into message and diff, without git's signature. */
function splitPatch(text: string): { message: string; diff: string } {
  const start = text.search(/^diff --git /m);
  if (start < 0) return { message: text, diff: "" };
  const end = text.lastIndexOf("\n-- \n");
  const message = text.slice(0, start).replace(/^From .*\n/, "");
  return { message: message.trimEnd(), diff: text.slice(start, end < start ? undefined : end + 1) };
}
