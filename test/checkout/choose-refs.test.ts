import { describe, expect, it } from "vitest";
import { chooseRefs, isPattern, type RefChoice } from "../../src/checkout/choose-refs.ts";
import type { Repository } from "../../src/checkout/repository.ts";
import { failureOf } from "../helpers/failure.ts";
import { makeRefClone } from "../helpers/ref-clone.ts";

const tags = ["v1.9.0", "v1.10.0-rc1", "v1.10.0", "v1.10.12", "1.11.0", "nightly"];

async function open(): Promise<Repository> {
  const refs = [...tags.map((tag) => `refs/tags/${tag}`), "refs/heads/pr/one"];
  return (await makeRefClone(Object.fromEntries(refs.map((ref) => [ref, "one"])))).repository;
}

/** What is chosen, as it was typed or would be; the code in the place of an error. */
async function chosen(repository: Repository, choice: Partial<RefChoice>): Promise<string[]> {
  const results = await chooseRefs(repository, { refs: [], ...choice });
  return results.map((one) => ("error" in one ? `${one.ref}: ${one.error.code}` : one.ref));
}

it.each([
  ["v1.*", true],
  ["v1.1[02]", true],
  ["v1.?", true],
  ["v1.10.12", false],
  ["HEAD^{/fix [a-z]*}", false],
  ["main@{1.week.ago}", false],
])("tells a pattern from an expression: %s", (ref, expected) => {
  expect(isPattern(ref)).toBe(expected);
});

describe("chooseRefs", () => {
  it("keeps the order that was given, puts matches in that of releases, and has each once", async () => {
    const repository = await open();
    expect(await chosen(repository, { refs: ["nightly", "v1.1*", "v1.10.0", "nightly"] })).toEqual([
      "nightly",
      "v1.10.0-rc1",
      "v1.10.0",
      "v1.10.12",
    ]);
  });

  it("matches branches by their full names, and says so where a pattern means them", async () => {
    const repository = await open();
    expect(await chosen(repository, { refs: ["refs/heads/pr/*"] })).toEqual(["refs/heads/pr/one"]);
    const [result] = await chooseRefs(repository, { refs: ["pr/*"] });
    expect(result).toMatchObject({ error: { hint: expect.stringContaining("refs/heads/pr/*") as string } });
    expect(await chosen(repository, { refs: ["w*", "v1.9.0"] })).toEqual([
      "w*: checkout/unknown-ref",
      "v1.9.0",
    ]);
  });

  it("takes the releases between two, spelled as they are", async () => {
    const repository = await open();
    expect(await chosen(repository, { since: "v1.10.0-rc1", until: "v1.10.12" })).toEqual([
      "v1.10.0-rc1",
      "v1.10.0",
      "v1.10.12",
    ]);
    expect(await chosen(repository, { until: "v1.9.0" })).toEqual(["v1.9.0"]);
    expect(await chosen(repository, { since: "1.11.0" })).toEqual(["1.11.0"]);
  });

  it.each([
    [{ since: "v1.10.12", until: "v1.9.0" }, "usage/bad-argument"],
    [{ since: "nightly" }, "checkout/unknown-ref"],
    [{ until: "v1.10.13" }, "checkout/unknown-ref"],
    [{ everyDays: 14 }, "usage/bad-argument"],
    [{ since: "main", until: "main~1", everyDays: 14 }, "usage/bad-argument"],
    [{ since: "gone", everyDays: 14 }, "checkout/unknown-ref"],
  ] as const)("refuses a range that is none: %j", async (range, code) => {
    const repository = await open();
    expect((await failureOf(() => chosen(repository, range))).code).toBe(code);
  });
});
