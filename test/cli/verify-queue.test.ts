import { describe, expect, it } from "vitest";
import { queueOnDisk, type VerifyQueue } from "../../src/cli/verify-queue.ts";
import { outputFiles } from "../helpers/evidence.ts";
import { failureOf } from "../helpers/failure.ts";
import { makeFolder } from "../helpers/folder.ts";

const series = [
  { variant: "flag-gate", folder: "v1/flag-gate", slug: "v1", base: "a".repeat(40) },
  { variant: "ipam-mode", folder: "v1/ipam-mode", slug: "v1", base: "a".repeat(40) },
  { variant: "flag-gate", folder: "v2/flag-gate", slug: "v2", base: "b".repeat(40) },
];

async function foldersOf({ groups }: VerifyQueue): Promise<string[][]> {
  const found: string[][] = [];
  for await (const group of groups) found.push(group.map(({ folder }) => folder));
  return found;
}

// Rendered queues are seen through the program: test/faults/verify-resume.test.ts.
describe("queueOnDisk", () => {
  const make = () => makeFolder(Object.assign({}, ...series.map((one) => outputFiles(one))));

  it("has the series of one base together", async () => {
    const queue = await queueOnDisk(await make(), []);
    expect(queue.total).toBe(2);
    expect(await foldersOf(queue)).toEqual([["v1/flag-gate", "v1/ipam-mode"], ["v2/flag-gate"]]);
  });

  it("has the chosen variants only, and refuses a choice that leaves none", async () => {
    const folder = await make();
    expect(await foldersOf(await queueOnDisk(folder, ["ipam-mode"]))).toEqual([["v1/ipam-mode"]]);
    expect(await failureOf(() => queueOnDisk(folder, ["cidr-validation"]))).toMatchObject({
      code: "usage/unknown-variant",
      message: `expected a series of cidr-validation in ${folder}, found none`,
    });
  });
});
