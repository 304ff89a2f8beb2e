import { expect, it } from "vitest";
import { badTemplate } from "../../src/edit/bad-template.ts";

it("names the template in front of what is wrong with it, and refuses one variant without ending the run", () => {
  const error = badTemplate("flag-gate/10-a/x.go.hbs", "expected a header, found none");
  expect(error).toMatchObject({
    code: "plan/bad-template",
    message: "flag-gate/10-a/x.go.hbs: expected a header, found none",
    hint: "See CONTRIBUTING.md on templates.",
    stopsTheRun: false,
  });
});
