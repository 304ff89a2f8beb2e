import { expect, it } from "vitest";
import { settleAll } from "../../src/verify/settle.ts";

const after = async (ms: number, work: () => string) => {
  await new Promise((done) => setTimeout(done, ms));
  return work();
};

it("gives the values in the order of the tasks, not in that of their ends", async () => {
  expect(await settleAll([after(5, () => "slow"), after(0, () => "fast")])).toEqual(["slow", "fast"]);
  expect(await settleAll([])).toEqual([]);
});

it("throws only when all tasks have ended, and then the failure of the first task that failed", async () => {
  const ended: string[] = [];
  const fail = (name: string) => () => {
    ended.push(name);
    throw new Error(name);
  };
  const tasks = [
    after(0, () => "fine"),
    after(10, fail("first")),
    after(0, fail("second")),
    after(20, () => `${ended.push("last")}`),
  ];
  await expect(settleAll(tasks)).rejects.toThrow("first");
  expect(ended).toEqual(["second", "first", "last"]);
});
