import { describe, expect, it } from "vitest";
import { parseConfig } from "../../src/cli/config-file.ts";
import { failureOf } from "../helpers/failure.ts";

const names = "templates, variants, identity, out, set";

describe("parseConfig", () => {
  it("reads all that the schema describes", () => {
    const config = {
      $schema: "./node_modules/cilium-patchkit/schemas/config.json",
      templates: ["templates"],
      variants: ["a"],
      identity: "Ada <ada@example.org>",
      out: "series",
      set: { a: { flag: "x", default: true, modes: ["y", "z"] } },
    };
    expect(parseConfig(JSON.stringify(config), "c.json")).toEqual(config);
    expect(parseConfig("{}", "c.json")).toEqual({});
  });

  it.each([
    ['{"template": []}', `expected one of ${names}, found "template"`],
    ['{"templates": "x"}', "templates: expected a list, found a text"],
    ['{"templates": [1]}', "templates.0: expected a text, found a number"],
    ['{"variants": []}', "variants: expected something, found nothing"],
    ['{"out": ""}', "out: expected something, found nothing"],
    [
      '{"set": {"a": {"b": 1}}}',
      "set.a.b: expected a text, true or false, or a list of texts, found a number",
    ],
    ['{"set": {"a": true}}', "set.a: expected an object, found true"],
    ["[]", "expected an object, found a list"],
    [
      '{"out": 1, "identity": null}',
      "identity: expected a text, found null; out: expected a text, found a number",
    ],
  ])("refuses %s: where, expected, found", async (text, words) => {
    const { code, message } = await failureOf(() => parseConfig(text, "c.json"));
    expect([code, message]).toEqual(["usage/bad-config", `c.json: ${words}`]);
  });

  it("refuses what is no JSON, and names the nearest key for one that is mistyped", async () => {
    expect((await failureOf(() => parseConfig("{", "c.json"))).message).toMatch(
      /^c\.json: expected JSON, found /,
    );
    const { hint } = await failureOf(() => parseConfig('{"varients": []}', "c.json"));
    expect(hint).toBe('Did you mean "variants"?');
  });
});
