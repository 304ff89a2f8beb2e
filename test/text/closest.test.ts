import { describe, expect, it } from "vitest";
import { suggestion } from "../../src/text/closest.ts";

const names = ["flag-gate", "ipam-mode", "cidr-validation"];

describe("suggestion", () => {
  it.each([
    ["flag-gat", "flag-gate"],
    ["flaggate", "flag-gate"],
    ["ipma-mode", "ipam-mode"],
    ["cidr-valdation", "cidr-validation"],
  ])("names what %s probably means, in front of the hint", (word, found) => {
    expect(suggestion(word, names, "See the list.")).toBe(`Did you mean "${found}"? See the list.`);
  });

  it.each(["node", "x", "", "gate-of-a-flag"])(
    "gives the hint alone for %j, which is near to none",
    (word) => {
      expect(suggestion(word, names, "See the list.")).toBe("See the list.");
    },
  );

  it("takes two swapped letters of a short word for one slip, but not another first letter", () => {
    expect(suggestion("mian", ["main"], "h")).toBe('Did you mean "main"? h');
    expect(suggestion("amin", ["main"], "h")).toBe("h");
  });

  it("chooses the nearest of several", () => {
    expect(suggestion("v1.10.11", ["v1.9.11", "v1.10.12", "v1.10.1"], "")).toBe('Did you mean "v1.10.12"? ');
  });

  it("quotes a name that would break the line", () => {
    expect(suggestion("a\nc", ["a\nb"], "h")).toBe('Did you mean "a\\nb"? h');
  });
});
