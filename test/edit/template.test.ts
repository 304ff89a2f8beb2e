import { describe, expect, it } from "vitest";
import { goPlaces } from "../../src/edit/go-anchor.ts";
import { kinds } from "../../src/edit/kinds.ts";
import { conditionsOf, parseEdit, withoutConditions } from "../../src/edit/template.ts";
import { failureOf } from "../helpers/failure.ts";

describe("parseEdit", () => {
  it("takes header and text apart, and keeps the text to the byte", () => {
    const rendered =
      "---\nfile: pkg/a.go\nat: func T.m > if a == nil || !b\nplace: after\nexpect: 2\n---\n\n\tx()\n";
    expect(parseEdit("v/10-a/b.go.hbs", rendered)).toMatchObject({
      file: "pkg/a.go",
      kind: "go-anchor",
      base: "go",
      header: {
        at: "func T.m > if a == nil || !b",
        place: "after",
        expect: 2,
        imports: [],
        promise: [],
      },
      text: "\n\tx()\n",
      template: "v/10-a/b.go.hbs",
    });
  });

  it("expects one place where the header does not say how many", () => {
    expect(parseEdit("t", "---\nfile: a.go\nat: func F\nplace: end\n---\n")).toMatchObject({
      header: { expect: 1 },
    });
  });

  it.each([
    ["a place of a path in Go", "file: a.go\nplace: append", "go-anchor"],
    ["a new file", "file: a.go\nplace: create", "new-file"],
    ["a flag in a sorted list", "file: a.md\nplace: sorted-flag", "flag-list"],
    ["its kind", "file: a.txt\nkind: flag-list\nplace: sorted-flag", "flag-list"],
  ])("tells the kind from %s", (_, header, kind) => {
    expect(parseEdit("t", `---\n${header}\n---\nx\n`).kind).toBe(kind);
  });

  it.each([
    "../a.txt",
    "/a.txt",
    "a/../b.txt",
    "./a.txt",
    "a//b.txt",
    ".git/hooks/x",
    "a/.GIT/x",
    "",
    "a\\b",
  ])("refuses the path %j, which leads out of the tree or into git's own folder", async (path) => {
    const rendered = `---\nfile: ${JSON.stringify(path)}\nplace: create\n---\nx\n`;
    expect((await failureOf(() => parseEdit("t", rendered))).message).toBe(
      `t: expected file: and a path below the root, found ${JSON.stringify(path)}`,
    );
  });

  it("asks for the kind where nothing tells it, and names the nearest", async () => {
    const names = kinds.map(({ name }) => name).join(", ");
    const refusal = (header: string) => failureOf(() => parseEdit("t", `---\n${header}\n---\n`));
    expect((await refusal("file: a.yaml\nplace: after")).message).toBe(
      `t: expected kind: and one of ${names} in the header, found none, which a.yaml does not tell either`,
    );
    expect((await refusal("file: a.yaml\nkind: flaglist")).message).toBe(
      `t: expected kind: and one of ${names} in the header, found "flaglist". Did you mean "flag-list"?`,
    );
  });

  it("takes the promises of an anchor apart", () => {
    const rendered =
      "---\nfile: a.go\nat: func F\nplace: end\npromise: first-statement and before call x.F(a)\n---\n";
    expect(parseEdit("t", rendered).header).toHaveProperty("promise", [
      "first-statement",
      "before call x.F(a)",
    ]);
  });

  it("takes what looks like a header further down as text", () => {
    expect(parseEdit("t", "---\nfile: a\nplace: create\n---\na: 1\n---\nb: 2\n---\n").text).toBe(
      "a: 1\n---\nb: 2\n---\n",
    );
  });

  it.each(goPlaces)("knows the place %s", (place) => {
    expect(parseEdit("t", `---\nfile: a.go\nplace: ${place}\n---\n`).header).toHaveProperty("place", place);
  });

  it.each([
    ["has no header", "x()\n", "expected a header"],
    ["has a header that is not closed", "---\nfile: a.go\nplace: create\nx()\n", "expected a header"],
    ["has text in front of its header", "\n---\nfile: a.go\nplace: create\n---\n", "expected a header"],
    ["names no file", "---\nplace: create\n---\n", "expected file:"],
    ["names no place", "---\nfile: a.go\n---\n", "at place"],
    ["names an unknown place", "---\nfile: a.go\nplace: beside\n---\n", "at place"],
    ["has an unknown key", "---\nfile: a.go\nplace: end\nfuzz: 3\n---\n", 'Unrecognized key: "fuzz"'],
    ["promises what is not known", "---\nfile: a.go\nplace: end\npromise: last\n---\n", "at promise"],
    [
      "promises to stand before no call",
      "---\nfile: a.go\nplace: end\npromise: before call\n---\n",
      "at promise",
    ],
    ["expects a part of a place", "---\nfile: a.go\nplace: end\nexpect: 1.5\n---\n", "at expect"],
    ["expects less than none", "---\nfile: a.go\nplace: end\nexpect: -1\n---\n", "at expect"],
    ["expects what is no number", "---\nfile: a.go\nplace: end\nexpect: some\n---\n", "at expect"],
  ])("refuses a template that %s, by its name", async (_, rendered, reason) => {
    const { code, message } = await failureOf(() => parseEdit("v/10-a/b.go.hbs", rendered));
    expect(code).toBe("plan/bad-template");
    expect(message).toMatch(/^v\/10-a\/b\.go\.hbs: /);
    expect(message).toContain(reason);
  });

  it.each([
    ["is no YAML", "---\nfile: [a.go\n---\n"],
    [
      "has an anchor with a colon and a blank",
      "---\nfile: a.go\nat: if m[k: v] > do x: y\nplace: end\n---\n",
    ],
  ])("names a template whose header %s", async (_, rendered) => {
    expect((await failureOf(() => parseEdit("t.hbs", rendered))).message).toMatch(/^t\.hbs: /);
  });

  it("refuses an empty expectation", async () => {
    const rendered = "---\nfile: a.go\nat: func F\nplace: end\nexpect:\n---\n";
    expect((await failureOf(() => parseEdit("t.hbs", rendered))).code).toBe("plan/bad-template");
  });
});

describe("conditionsOf", () => {
  it.each([
    ["---\nwhen: unlocked\n---\nsubject\n", ["unlocked"]],
    ["---\nfile: a.go\nwhen: !log\nplace: end\n---\n", ["!log"]],
    ["---\nwhen: log and  clusterRoute and !x\n---\n", ["log", "clusterRoute", "!x"]],
    ["---\nfile: a.go\n---\nwhen: this is text\n", []],
    ["when: this is text\n", []],
    ["subject\n\n---\nwhen: this is text\n---\n", []],
  ])("of %j are %j", (source, conditions) => {
    expect(conditionsOf(source)).toEqual(conditions);
  });
});

describe("withoutConditions", () => {
  it("drops the line and keeps the rest", () => {
    expect(withoutConditions("---\nfile: a.go\nwhen: log\nplace: end\n---\nwhen: text\n")).toBe(
      "---\nfile: a.go\nplace: end\n---\nwhen: text\n",
    );
  });

  it("drops a header that has nothing else", () => {
    expect(withoutConditions("---\nwhen: log\n---\nsubject\n")).toBe("subject\n");
  });

  it("leaves a template without a header as it is", () => {
    expect(withoutConditions("subject\n\nbody\n")).toBe("subject\n\nbody\n");
  });
});
