import { expect, it } from "vitest";
import { decideImage } from "../../../src/publish/image/decide-image.ts";
import { type ImageWorkshop, performImage } from "../../../src/publish/image/perform-image.ts";
import { failureOf } from "../../helpers/failure.ts";
import { makeImageInputs } from "../../helpers/image.ts";
import { makeSeries } from "../../helpers/series.ts";

// Refused before anything of it is used.
const workshop = {} as ImageWorkshop;

it("refuses a plan that was made for another series", async () => {
  const plan = decideImage(makeImageInputs());
  const failure = await failureOf(() => performImage(workshop, plan, makeSeries({ digest: "e".repeat(64) })));
  expect(failure).toMatchObject({
    code: "series/out-of-date",
    message:
      "expected the series with the digest dddddddddddd that the plan was made for, found eeeeeeeeeeee",
  });
});

it.each(["../x", "/etc/passwd", "a//b", ".git/hooks/x"])("refuses a plan that writes to %s", async (path) => {
  const plan = { ...decideImage(makeImageInputs()), files: { [path]: "x" } };
  const failure = await failureOf(() => performImage(workshop, plan, makeSeries()));
  expect(failure.message).toBe(`--plan: expected paths inside the tree, found ${JSON.stringify(path)}`);
});
