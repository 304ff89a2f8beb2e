import { describe, expect, it } from "vitest";
import { commitOf } from "../../src/checkout/commit-of.ts";
import type { Repository } from "../../src/checkout/repository.ts";

const id = (digit: string) => digit.repeat(40);

/** A repository of these objects: type and content by the digit of their id. */
function repositoryOf(objects: Readonly<Record<string, readonly [type: string, content: string]>>) {
  const readObject = async (oid: string) => {
    const [type, content] = objects[oid[0] ?? ""] ?? [];
    return type === undefined ? undefined : { type, data: Buffer.from(content ?? "") };
  };
  return { readObject } as unknown as Repository;
}

describe("commitOf", () => {
  it.each([
    ["a commit itself", { 1: ["commit", ""] }, id("1")],
    ["what a tag leads to", { 1: ["tag", `object ${id("2")}\n`], 2: ["commit", ""] }, id("2")],
    [
      "what a tag of a tag leads to",
      { 1: ["tag", `object ${id("2")}\n`], 2: ["tag", `object ${id("3")}\n`], 3: ["commit", ""] },
      id("3"),
    ],
    ["none for a tree", { 1: ["tree", ""] }, undefined],
    ["none for a tag of a file", { 1: ["tag", `object ${id("2")}\n`], 2: ["blob", ""] }, undefined],
    ["none for a tag whose commit is not there", { 1: ["tag", `object ${id("2")}\n`] }, undefined],
    ["none for a tag that names no object", { 1: ["tag", "type commit\n"] }, undefined],
    ["none for a missing object", {}, undefined],
  ] as const)("is %s", async (_, objects, expected) => {
    expect(await commitOf(repositoryOf(objects), id("1"))).toBe(expected);
  });
});
