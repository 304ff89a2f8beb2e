import { join } from "node:path";
import { expect, it } from "vitest";
import { readImagePlan } from "../../src/cli/read-image-plan.ts";
import { decideImage } from "../../src/publish/image/decide-image.ts";
import { failureOf } from "../helpers/failure.ts";
import { makeFolder } from "../helpers/folder.ts";
import { makeImageInputs } from "../helpers/image.ts";

it("reads a plan, bare or in the value that --dry-run --json prints", async () => {
  const plan = decideImage(makeImageInputs());
  const folder = await makeFolder({ bare: JSON.stringify(plan), value: JSON.stringify({ schema: 1, plan }) });
  expect(await readImagePlan(join(folder, "bare"))).toEqual(plan);
  expect(await readImagePlan(join(folder, "value"))).toEqual(plan);
});

it("says where something is no plan: flags that a builder would read among it", async () => {
  const plan = { ...decideImage(makeImageInputs()), tag: "--push" };
  const folder = await makeFolder({ odd: JSON.stringify(plan), text: "no JSON" });
  const message = async (name: string) => (await failureOf(() => readImagePlan(join(folder, name)))).message;
  expect(await message("odd")).toMatch(/found something else at tag$/);
  expect(await message("text")).toMatch(/found something else at its beginning$/);
  expect(await message("none")).toMatch(/found no file$/);
});
