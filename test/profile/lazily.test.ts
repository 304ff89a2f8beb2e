import { describe, expect, it } from "vitest";
import { lazily } from "../../src/profile/lazily.ts";

describe("lazily", () => {
  it("asks for a value when it is read, and not when the names are listed or copied by descriptor", () => {
    const asked: string[] = [];
    const values = lazily<{ readonly a: string; readonly b: string }>(["a", "b"], (name) => {
      asked.push(name);
      return name.toUpperCase();
    });
    expect([Object.keys(values), "a" in values, Object.hasOwn(values, "b")]).toEqual([
      ["a", "b"],
      true,
      true,
    ]);
    expect(asked).toEqual([]);
    expect(values.b).toBe("B");
    expect(asked).toEqual(["b"]);
  });
});
