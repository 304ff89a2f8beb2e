import { expect, it } from "vitest";
import { aboutVariant } from "../../src/report/about-variant.ts";

const about = {
  a: { proposal: "p", fixes: "This.", doesNotFix: "That." },
  b: { proposal: "q", fixes: "More.", doesNotFix: "All else." },
};

it("says of a variant what variant.json says, and of a stack what that of each says", () => {
  expect(aboutVariant(about, "a")).toEqual({ proposals: ["p"], fixes: "This.", doesNotFix: "That." });
  expect(aboutVariant(about, "b+a")).toEqual({
    proposals: ["q", "p"],
    fixes: "b: More. a: This.",
    doesNotFix: "b: All else. a: That.",
  });
});

it("knows nothing of an unknown variant, alone or in a stack", () => {
  expect(aboutVariant(about, "x")).toEqual({ proposals: [], fixes: "", doesNotFix: "" });
  expect(aboutVariant(about, "x+y")).toEqual({ proposals: [], fixes: "", doesNotFix: "" });
  expect(aboutVariant(about, "x+a")).toEqual({
    proposals: ["p"],
    fixes: "x: Unknown. a: This.",
    doesNotFix: "x: Unknown. a: That.",
  });
});
