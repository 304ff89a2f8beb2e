import { describe, expect, it } from "vitest";
import { parseObjects } from "../../src/advise/parse-objects.ts";

describe("parseObjects", () => {
  const problem = (text: string) => {
    const parsed = parseObjects(text);
    return parsed && "problem" in parsed ? parsed.problem : undefined;
  };

  it("reads JSON, and YAML of several documents", () => {
    expect(parseObjects('{"kind": "List"}')).toEqual({ format: "JSON", values: [{ kind: "List" }] });
    expect(parseObjects("kind: A\n---\nkind: B\n")).toEqual({
      format: "YAML",
      values: [{ kind: "A" }, { kind: "B" }],
    });
  });

  it("leaves other text alone", () => {
    expect(parseObjects("default via 10.0.0.1 dev eth0\n")).toBeUndefined();
    expect(parseObjects("[root@node ~]# ip route\n")).toBeUndefined();
  });

  it.each([
    ['{"items": [{"kind": "No', "expected the whole of it, found that it ends in the middle, at line 1"],
    ['{"a": 1, "a": 2}', 'line 1: the key "a" stands there twice'],
    ["kind: A\nkind: B\n", "line 2: Map keys must be unique"],
    ["kind: A\n\tspec: [\n", "line 2: "],
    [`[${"[".repeat(5000)}`, "expected at most 200 levels of nesting, found 5001"],
    [`kind: ${"[".repeat(5000)}`, "expected at most 200 levels of nesting, found more"],
  ])("says what is wrong with %j", (text, expected) => {
    expect(problem(text)).toContain(expected);
  });

  it("does not unfold aliases that multiply", () => {
    const levels = Array.from(
      { length: 9 },
      (_, level) =>
        `l${level + 1}: &l${level + 1} [${Array.from({ length: 9 }, () => `*l${level}`).join(", ")}]`,
    );
    expect(problem(["kind: A", "l0: &l0 [x, x]", ...levels].join("\n"))).toMatch(/alias/i);
  });
});
