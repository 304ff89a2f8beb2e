import { format } from "@wasm-fmt/gofmt";
import { describe, expect, it } from "vitest";
import { goString, makeRenderer } from "../../src/plan/render.ts";
import type { View } from "../../src/plan/view.ts";
import { failureOf } from "../helpers/failure.ts";
import { makeGoParser } from "../helpers/go.ts";

const partials = new Map([
  ["greet", "hello {{name}}"],
  ["asks", "{{#if missing}}yes{{else}}no{{/if}}"],
  ["uses", "{{missing}}"],
]);

function render(source: string, view: View = {}): string {
  return makeRenderer({ partials }).render({ name: "t.hbs", source }, view);
}

describe("render", () => {
  it("fills in names and partials, and escapes nothing", () => {
    const view = { name: `<a> && "b" 'c' \`d\`` };
    expect(render("{{name}} {{> greet}}", view)).toBe(`<a> && "b" 'c' \`d\` hello <a> && "b" 'c' \`d\``);
  });

  it("decides by names of the view, false ones too", () => {
    const source = "{{#if a}}a{{else}}not a{{/if}} {{#unless b}}not b{{/unless}}";
    expect(render(source, { a: true, b: false })).toBe("a not b");
    expect(render(source, { a: "", b: null })).toBe("not a not b");
  });

  it("goes through lists", () => {
    const modes = [{ expression: "x" }, { expression: "y" }];
    expect(render("{{#each modes}}{{expression}}{{#unless @last}}, {{/unless}}{{/each}}", { modes })).toBe(
      "x, y",
    );
  });

  it.each([
    ["a name", "{{missing}}"],
    ["a condition", "{{#if missing}}yes{{/if}}"],
    ["the opposite of a condition", "{{#unless missing}}yes{{/unless}}"],
    ["a condition inside another", "{{#if there}}{{#if missing}}yes{{/if}}{{/if}}"],
    ["a list", "{{#each missing}}x{{/each}}"],
    ["a partial's name", "{{> uses}}"],
    ["a partial's condition", "{{> asks}}"],
    ["a helper's argument", "{{goString missing}}"],
  ])("refuses a name that the view does not have, used as %s", async (_, source) => {
    const failure = await failureOf(() => render(source, { there: true }));
    expect(failure.code).toBe("plan/bad-template");
    expect(failure.message).toMatch(/^t\.hbs: .*"missing"/);
    expect(failure.hint).toBe("See CONTRIBUTING.md on templates.");
  });

  it.each([
    ["{{modes}}", "modes"],
    ["{{#each groups}}{{modes}}{{/each}}", "modes"],
    ["{{goString modes}}", "modes"],
    ["{{#each nested}}{{this}}{{/each}}", "an entry of nested"],
  ])("refuses to print a list with commas, as %s would", async (source, name) => {
    const modes = ["a", "b"];
    const failure = await failureOf(() => render(source, { modes, groups: [{ modes }], nested: [modes] }));
    expect(failure).toEqual({
      code: "plan/bad-template",
      message: `t.hbs: ${name} is a list, which has no text of its own`,
      hint: `Print its entries with {{#each}}, for example {{#each ${name === "modes" ? "modes" : "this"}}}{{this}}{{#unless @last}}, {{/unless}}{{/each}}.`,
    });
  });

  it("refuses to print a value with parts, and names one", async () => {
    const failure = await failureOf(() => render("{{ipam}}", { ipam: { path: "a.go", line: "3" } }));
    expect(failure).toEqual({
      code: "plan/bad-template",
      message: "t.hbs: ipam has parts, and no text of its own",
      hint: "Print one of them, for example {{ipam.path}}.",
    });
  });

  it("refuses a partial that is not there, by the template's name", async () => {
    const { code, message } = await failureOf(() => render("{{> gone}}"));
    expect([code, message]).toEqual(["plan/bad-template", "t.hbs: The partial gone could not be found"]);
  });

  it("refuses a template that does not parse, by its name and line", async () => {
    const { code, message } = await failureOf(() => render("a\n{{#if there}}\n", { there: true }));
    expect(code).toBe("plan/bad-template");
    expect(message).toMatch(/^t\.hbs: Parse error on line 3/);
  });

  it("refuses a condition inside a list that neither the entry nor the view has", async () => {
    const view = { modes: [{ expression: "x" }] };
    const failure = await failureOf(() => render("{{#each modes}}{{#if missing}}yes{{/if}}{{/each}}", view));
    expect(failure.code).toBe("plan/bad-template");
  });

  it("shares no partials and helpers between two renderers", async () => {
    const other = makeRenderer({ partials: new Map() });
    const failure = await failureOf(() =>
      other.render({ name: "o.hbs", source: "{{> greet}}" }, { name: "n" }),
    );
    expect(failure.code).toBe("plan/bad-template");
  });

  it("renders one template again for another view", () => {
    const renderer = makeRenderer({ partials });
    const template = { name: "t.hbs", source: "{{a}}" };
    expect([renderer.render(template, { a: 1 }), renderer.render(template, { a: 2 })]).toEqual(["1", "2"]);
  });
});

describe("goString", () => {
  it.each([
    ["plain", '"plain"'],
    ['say "hi"\\', '"say \\"hi\\"\\\\"'],
    ["two\nlines\tand a tab", '"two\\nlines\\tand a tab"'],
    ["\u0000\u007f", '"\\u0000\\u007f"'],
    ["é – \u2028", '"\\u00e9 \\u2013 \\u2028"'],
    ['x"+os.Exit(1)+"', '"x\\"+os.Exit(1)+\\""'],
  ])("writes %j as a Go string literal", (text, literal) => {
    expect(goString(text)).toBe(literal);
  });

  it("gives one literal that Go takes, whatever the text", async () => {
    const parser = await makeGoParser();
    for (const text of ["", '"', "\\", "\r\n", "`", "*/", "//", "é\u0001", "{{x}}"]) {
      const source = `package p\n\nconst s = ${goString(text)}\n`;
      const file = parser.parse("a.go", source);
      const value = file.declarations.const.get("s")?.[0]?.childForFieldName("value")?.namedChild(0);
      expect([value?.type, value?.text]).toEqual(["interpreted_string_literal", goString(text)]);
      expect(format(source)).toBe(source);
    }
  });

  it("writes a character outside the BMP as Go takes it", () => {
    const source = `package p\n\nconst s = ${goString("😀")}\n`;
    expect(format(source)).toBe(source);
  });
});
