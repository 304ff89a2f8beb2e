import { describe, expect, it } from "vitest";
import { assertFree, nextInOrder, plainName, rowPlace } from "../../src/edit/sorted-rows.ts";
import { failureOf } from "../helpers/failure.ts";

/** A file with a name on each line, and its rows. */
function rowsOf(...names: readonly string[]) {
  const text = names.map((name) => `${name}\n`).join("");
  const rows = names.map((name, index) => ({
    name,
    start: names.slice(0, index).join("\n").length + (index === 0 ? 0 : 1),
  }));
  return { file: { path: "a.rst", text }, rows };
}

/** Name of the row that one goes in front of; undefined for the end. */
function next(name: string, ...names: readonly string[]): string | undefined {
  const { file, rows } = rowsOf(...names);
  return nextInOrder(file, rows, name)?.name;
}

describe("nextInOrder", () => {
  it.each([
    ["a", "b"],
    ["bb", "c"],
    ["d", undefined],
    // Byte order: capitals come before small letters, and a name before those that begin with it.
    ["B", "b"],
    ["b.x", "c"],
  ])("has %s in front of %s", (name, expected) => {
    expect(next(name, "b", "c")).toBe(expected);
  });

  it("is the end where there are no rows", () => {
    expect(next("a")).toBeUndefined();
  });

  it("refuses rows that are in no order, with the line of the first that comes too late", async () => {
    const { message } = await failureOf(() => next("z", "a", "c", "b", "a"));
    expect(message).toBe("a.rst:3: expected rows in byte order, found c before b");
    expect((await failureOf(() => next("z", "a", "B"))).message).toContain("found a before B");
  });

  it("takes rows of one name for ordered, but refuses that name", async () => {
    expect(next("c", "a", "b", "b")).toBeUndefined();
    expect((await failureOf(() => next("b", "a", "b", "b"))).message).toBe(
      "a.rst:2: expected no b, found one with other content",
    );
  });
});

it("assertFree takes rows in any order, and refuses a name that one has", async () => {
  const { file, rows } = rowsOf("c", "a", "b");
  expect(() => assertFree(file, rows, "ab")).not.toThrow();
  expect(await failureOf(() => assertFree(file, rows, "b"))).toMatchObject({
    code: "golang/anchor-mismatch",
    message: "a.rst:3: expected no b, found one with other content",
  });
});

it.each([
  [" MTU ", "MTU"],
  [":spelling:ignore:`agent.mode`", "agent.mode"],
  ["``bpf.root``", "bpf.root"],
  ["**bold** *and* `code`", "bold and code"],
  // No role: nothing in backquotes follows.
  [":a: b", ":a: b"],
  ["", ""],
])("plainName takes %j for %j", (cell, name) => {
  expect(plainName(cell)).toBe(name);
});

it("a row is sorted unless its header says end", () => {
  expect([rowPlace.parse(undefined), rowPlace.parse("end")]).toEqual(["sorted", "end"]);
  expect(rowPlace.safeParse("start").success).toBe(false);
});
