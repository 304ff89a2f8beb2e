import { describe, expect, it } from "vitest";
import { patchesHtml } from "../../src/report/html-patches.ts";
import { makePatch } from "../helpers/evidence.ts";

const patch = { id: "p1", name: "0001-x.patch", subject: "datapath: Do <x>", text: "" };
const shown = (text: string) => patchesHtml([{ ...patch, text }]).markup;

/** A diff of one file. @param header lines between its first and its hunk. */
function diffOf(path: string, lines: readonly string[], header: readonly string[] = []): string {
  return [
    `diff --git a/${path} b/${path}`,
    ...header,
    `--- ${header[0]?.startsWith("new") ? "/dev/null" : `a/${path}`}`,
    `+++ ${header[0]?.startsWith("deleted") ? "/dev/null" : `b/${path}`}`,
    "@@ -1,1 +1,1 @@",
    ...lines,
    "",
  ].join("\n");
}

describe("a patch on a page", () => {
  it("has its message without git's first line and signature, and can be saved", () => {
    const markup = shown(makePatch("x: Y", ["a"]));
    expect(markup).toContain(
      '<details class="patch" id="p1"><summary>Patch datapath: Do &#60;x&#62;</summary>',
    );
    const message = /<pre class="message"[^>]*>([\s\S]*?)<\/pre>/.exec(markup)?.[1] ?? "";
    expect(message).toMatch(/^From: cilium-patchkit &#60;/);
    expect(message).toMatch(/1 file changed, 1 insertions\(\+\), 1 deletion\(-\)$/);
    expect(markup).not.toContain("cilium-patchkit 0.1.0");
  });

  it("is saved with its own bytes, those that no page shows included", () => {
    const text = `größe \u0007\n${makePatch("x: Y", ["a\u001b"])}`;
    const [, name, encoded = ""] =
      /<a download="([^"]+)" href="data:text\/x-patch;base64,([^"]+)">/.exec(shown(text)) ?? [];
    expect(name).toBe("0001-x.patch");
    expect(Buffer.from(encoded, "base64").toString("utf8")).toBe(text);
    for (const control of ["\u0007", "\u001b"]) expect(shown(text)).not.toContain(control);
  });

  it("is its message alone where it changes nothing", () => {
    expect(shown("From x\nonly words\n-- \nmore\n")).toContain(
      '<pre class="message" tabindex="0">From x\nonly words\n-- \nmore\n</pre>\n</details>',
    );
  });
});

describe("a file of a patch", () => {
  it("is open, but for tests, and says what becomes of it", () => {
    const markup = shown(
      [
        diffOf("a.go", ["-one", "+two", "+three"]),
        diffOf("a_test.go", ["+one"], ["new file mode 100644"]),
        diffOf("old.go", ["-one"], ["deleted file mode 100644"]),
      ].join(""),
    );
    expect(markup.match(/<details class="d2h-auto-color-scheme diff".*<\/summary>/g)).toEqual(
      [
        [" open", "a.go", "+2 -1"],
        ["", "a_test.go", "new file, +1 -0"],
        [" open", "old.go", "file removed, +0 -1"],
      ].map(
        ([open, path, what]) =>
          `<details class="d2h-auto-color-scheme diff"${open}><summary><code>${path}</code> <span class="note">${what}</span></summary>`,
      ),
    );
  });

  it("has a row for each line, with its numbers and its sign", () => {
    const markup = shown(diffOf("a.go", [" zero", "-one", "+two"]));
    const rows = [...markup.matchAll(/<tr class="[^"]*"><td>(\d*)<td>(\d*)<td><b>(.*?)<\/b>([^<]*)/g)];
    expect(rows.map(([, before, after, sign]) => [before, after, sign])).toEqual([
      ["1", "1", "&nbsp;"],
      ["2", "", "-"],
      ["", "2", "+"],
    ]);
  });

  it("is markup nowhere, also where it says that it is a merge, whose lines have two signs", () => {
    const plain = diffOf("a.go", ["+<img src=x>", "-</table>"]);
    expect(shown(plain)).toContain("<b>+</b>&lt;img src=x&gt;");
    expect(shown(plain)).toContain("<b>-</b>&lt;&#x2F;table&gt;");
    const merged = plain.replace("@@ -1,1 +1,1 @@", "@@@ -1,1 -1,1 +1,1 @@@").replace("+<", " <");
    expect(shown(merged)).toContain("&lt;img src=x&gt;");
    expect(shown(merged)).not.toContain("<<");
  });
});
