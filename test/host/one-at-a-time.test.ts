import { expect, it } from "vitest";
import { oneAtATime } from "../../src/host/one-at-a-time.ts";

it("runs tasks one after another, also after one that fails", async () => {
  const told: string[] = [];
  const queue = oneAtATime();
  const task = (name: string, fails = false) =>
    queue(async () => {
      told.push(`${name} begins`);
      await new Promise((resolve) => setImmediate(resolve));
      told.push(`${name} ends`);
      if (fails) throw new Error(name);
      return name;
    });
  const settled = await Promise.allSettled([task("one"), task("two", true), task("three")]);
  expect(told).toEqual(["one", "two", "three"].flatMap((name) => [`${name} begins`, `${name} ends`]));
  expect(settled.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
});
