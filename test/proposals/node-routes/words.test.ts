import { expect, it } from "vitest";
import { ciliumWords } from "../../../src/proposals/node-routes/words.ts";

it("has the handler, its methods, and every name of the flags that are neighbours, but no empty word", () => {
  expect(ciliumWords).toContain("linuxNodeHandler");
  expect(ciliumWords).toContain("NodeConfigurationChanged");
  // Of one flag the names of constant and field differ.
  expect(ciliumWords).toContain("EnableAutoDirectRoutingName");
  expect(ciliumWords).toContain("EnableAutoDirectRouting");
  expect(ciliumWords.filter((word) => !/^\w{8,}$/.test(word))).toEqual([]);
});
