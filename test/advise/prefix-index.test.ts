import { describe, expect, it } from "vitest";
import { makePrefixIndex } from "../../src/advise/prefix-index.ts";
import { address, prefix } from "../helpers/advise.ts";

describe("makePrefixIndex", () => {
  const index = makePrefixIndex<string>();
  for (const text of ["10.0.0.0/8", "10.1.0.0/16", "10.1.2.0/24", "0.0.0.0/0", "::/0", "10.1.0.0/16"])
    index.add(prefix(text), text);
  const holding = (inner: ReturnType<typeof prefix>) =>
    [...index.holding(inner)].map(([found]) => found.text);

  it("finds what holds an address, the longest prefix first", () => {
    expect([...index.holding(address("10.1.2.3"))].map(([found]) => found.text)).toEqual([
      "10.1.2.0/24",
      "10.1.0.0/16",
      "10.0.0.0/8",
      "0.0.0.0/0",
    ]);
  });

  it("finds what holds a prefix, and no longer one", () => {
    expect(holding(prefix("10.1.0.0/16"))).toEqual(["10.1.0.0/16", "10.0.0.0/8", "0.0.0.0/0"]);
    expect(holding(prefix("fd00::/64"))).toEqual(["::/0"]);
  });

  it("keeps all values of a prefix", () => {
    expect(index.at(prefix("10.1.0.0/16"))).toHaveLength(2);
    expect(index.at(prefix("10.1.0.0/17"))).toEqual([]);
    expect(index.entries()).toHaveLength(5);
  });
});
