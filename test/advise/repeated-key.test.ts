import { describe, expect, it } from "vitest";
import { repeatedKey } from "../../src/advise/repeated-key.ts";

describe("repeatedKey", () => {
  it.each([
    ['{"a": 1,\n "b": {"a": 2},\n "a": 3}', { key: '"a"', line: 3 }],
    ['[{"a": 1}, {"a": 2}]', undefined],
    ['{"a": "{\\"a\\":1,\\"a\\":2}"}', undefined],
    ['{"a": ["a", "a"], "b": "a"}', undefined],
  ])("finds a key that stands twice in one object: %j", (text, expected) => {
    expect(repeatedKey(text)).toEqual(expected);
  });
});
