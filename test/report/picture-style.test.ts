import { expect, it } from "vitest";
import { topologyStyle } from "../../src/proposals/node-routes/report/topology-style.ts";
import { colour, standaloneStyle } from "../../src/report/picture-style.ts";

it("has the page's light colours, and none of the dark scheme", () => {
  expect([colour("text"), colour("bg"), colour("bad")]).toEqual(["#1f2328", "#fff", "#a40e26"]);
});

it("has the page's rules for pictures, without variables and without the shorthand for fonts", () => {
  expect(standaloneStyle(topologyStyle)).toContain(".topology .box { fill: #f6f8fa; stroke: #59636e; }");
  expect(standaloneStyle(topologyStyle)).not.toMatch(/var\(|font:/);
  expect(standaloneStyle(topologyStyle)).toContain(
    "font-size: 12.5px; font-family: 'DejaVu Sans Mono', monospace",
  );
});
