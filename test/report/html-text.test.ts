import { expect, it } from "vitest";
import { html, inText, nothing, trusted } from "../../src/report/html-text.ts";

const hostile = `<b title="x" id='y'>&`;

it("escapes text in holes, and the words between them not", () => {
  expect(html`<p class="a">${hostile}</p>`.markup).toBe(
    '<p class="a">&#60;b title=&#34;x&#34; id=&#39;y&#39;&#62;&#38;</p>',
  );
});

it("inserts markup and lists of it unchanged, and text in lists escaped", () => {
  const item = (text: string) => html`<li>${text}</li>`;
  expect(html`<ul>${["<", item("&"), [item("x")]]}</ul>${nothing}${trusted("<br>")}${7}`.markup).toBe(
    "<ul>&#60;<li>&#38;</li><li>x</li></ul><br>7",
  );
});

it("drops control characters of text, which a page must not have", () => {
  expect(html`${"\x1b[31mred\x1b[0m\0 \u202ex\n\ty"}`.markup).toBe("red x\n\ty");
});

it("leaves quotes alone between tags, and escapes the rest", () => {
  expect(inText(hostile).markup).toBe(`&#60;b title="x" id='y'&#62;&#38;`);
  expect(inText("&#39;").markup).toBe("&#38;#39;");
});
