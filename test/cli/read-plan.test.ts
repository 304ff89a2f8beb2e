import { join } from "node:path";
import { expect, it } from "vitest";
import { readPlan } from "../../src/cli/read-plan.ts";
import { decideImage } from "../../src/publish/image/decide-image.ts";
import { discussPlanSchema, imagePlanSchema, pullPlanSchema } from "../../src/publish/index.ts";
import { failureOf } from "../helpers/failure.ts";
import { makeFolder } from "../helpers/folder.ts";
import { makeImageInputs } from "../helpers/image.ts";

const image = { of: "image", schema: imagePlanSchema };

it("reads a plan, bare or in the value that --dry-run --json prints", async () => {
  const plan = decideImage(makeImageInputs());
  const folder = await makeFolder({ bare: JSON.stringify(plan), value: JSON.stringify({ schema: 1, plan }) });
  for (const name of ["bare", "value"]) expect(await readPlan(image, join(folder, name))).toEqual(plan);
});

it("says where something is no plan, and how to make one", async () => {
  const odd = { ...decideImage(makeImageInputs()), tag: "--push" };
  const folder = await makeFolder({ odd: JSON.stringify(odd), text: "no JSON", null: "null" });
  const failure = (name: string) => failureOf(() => readPlan(image, join(folder, name)));
  expect(await failure("odd")).toEqual({
    code: "usage/bad-argument",
    message: `--plan: expected a plan of image at ${join(folder, "odd")}, found something else at tag`,
    hint: "Make one with `cilium-patchkit image --dry-run --json >FILE`.",
  });
  for (const name of ["text", "null"])
    expect((await failure(name)).message).toMatch(/found something else at its beginning$/);
  expect((await failure("none")).message).toMatch(/found no file$/);
});

it.each([
  ["pr", pullPlanSchema],
  ["discuss URL", discussPlanSchema],
])("takes no other command's plan for one of %s", async (of, schema) => {
  const folder = await makeFolder({ plan: JSON.stringify(decideImage(makeImageInputs())) });
  const { message } = await failureOf(() => readPlan<unknown>({ of, schema }, join(folder, "plan")));
  expect(message).toMatch(new RegExp(`a plan of ${of} at .*, found something else at kind$`));
});
