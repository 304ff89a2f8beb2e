import { describe, expect, it } from "vitest";
import { findAnchor, resolveAnchor } from "../../src/golang/anchor.ts";
import { failureOf } from "../helpers/failure.ts";
import { makeGoParser, parseGo } from "../helpers/go.ts";

const parser = await makeGoParser();

const file = parseGo(
  parser,
  `
const Limit = 4

type handler struct {
	a, b int
	nodes map[string]*Node
}

type other struct {
	nodes int
}

func Plain() {
	call(1)
}

func (n *handler) update(prefix *cidr.CIDR, enabled bool) error {
	if prefix == nil || !enabled {
		return nil
	}
	for _, p := range n.list() {
		n.drop(p)
		if p == nil || !enabled {
			n.drop(nil, 2)
		}
	}
	if err := n.drop(prefix); err != nil {
		return fmt.Errorf("no: %w",
			err)
	}
	c.Flag = viper.GetBool(Flag)
	flags.Bool(option.EnableA, true, "a")
	flags.Bool(option.EnableB, true, "b")
	config := Config{EnableA: x.EnableA, Modes: []string{Plain, Other}}
	return config.drop(prefix)
}

func (n handler) drop(args ...interface{}) error { return nil }
`,
);

/** Text of what an anchor names, on one line each, with the line it starts at. */
function named(anchor: string): string[] {
  return findAnchor(file, anchor).map((node) => `${file.line(node)} ${node.text.replace(/\\s+/g, " ")}`);
}

describe("findAnchor", () => {
  it.each([
    ["func Plain", ["14 func Plain() {\n\tcall(1)\n}"]],
    ["const Limit", ["3 Limit = 4"]],
    ["type handler > field nodes", ["7 nodes map[string]*Node"]],
    ["type handler > field b", ["6 a, b int"]],
    ["func handler.update > call call", []],
    ["func handler.update > call flags.Bool(option.EnableB)", ['34 flags.Bool(option.EnableB, true, "b")']],
    ["func handler.update > assign c.Flag", ["32 c.Flag = viper.GetBool(Flag)"]],
    ["func handler.update > assign c.Flag = viper.GetBool(Flag)", ["32 c.Flag = viper.GetBool(Flag)"]],
    ["func handler.update > for _, p := range n.list() > do n.drop(p)", ["23 n.drop(p)"]],
    ["key EnableA", ["35 EnableA: x.EnableA"]],
    ["element Other", ["35 Other"]],
    ["func handler.update > return nil", ["20 return nil"]],
    ["func handler.drop > return nil", ["39 return nil"]],
  ])("finds %s", (anchor, expected) => {
    expect(named(anchor)).toEqual(expected);
  });

  it("tells methods of a type from functions and from methods of another type", () => {
    expect(named("func update")).toEqual([]);
    expect(named("func other.update")).toEqual([]);
    expect(named("func handler.update")).toHaveLength(1);
  });

  it("takes the exact text between if and its block, whatever its white space", () => {
    expect(named("if prefix == nil  ||\n!enabled").map((text) => text.split(" ")[0])).toEqual(["19"]);
    expect(named("if prefix == nil")).toEqual([]);
    expect(named("if err := n.drop(prefix); err != nil").map((text) => text.split(" ")[0])).toEqual(["28"]);
  });

  it("takes the exact text between for and its block", () => {
    expect(named("for _, p := range n.list()")).toHaveLength(1);
    expect(named("for _, p")).toEqual([]);
  });

  it("looks for each step inside what the one before found", () => {
    expect(named("for _, p := range n.list() > call n.drop")).toEqual(["23 n.drop(p)", "25 n.drop(nil, 2)"]);
    expect(named("type other > field a")).toEqual([]);
  });

  it.each(["if", "else if", "else", "for", "switch", "select"])(
    "does not take a statement under %s for one of the function",
    (word) => {
      const bodies: Readonly<Record<string, string>> = {
        if: "if a {\n%\n}",
        "else if": "if a {\n} else if b {\n%\n}",
        else: "if a {\n} else {\n%\n}",
        for: "for range a {\n%\n}",
        switch: "switch a {\ncase 1:\n%\n}",
        select: "select {\ncase <-a:\n%\n}",
      };
      const statements = "do(1)\nx = y\nif z {\n}\nfor w {\n}";
      const source = (body: string) => `func f() {\n${body}\n}\n`;
      const apart = parseGo(parser, source((bodies[word] ?? "").replace("%", statements)));
      const plain = parseGo(parser, source(`{\n${statements}\n}`));
      for (const step of ["do do(1)", "assign x", "if z", "for w"]) {
        expect([step, findAnchor(apart, `func f > ${step}`)]).toEqual([step, []]);
        expect([step, findAnchor(plain, `func f > ${step}`).length]).toEqual([step, 1]);
      }
      expect(findAnchor(apart, "func f > call do")).toHaveLength(1);
    },
  );

  it("finds every match of a step in file order", () => {
    expect(named("func handler.update > call n.drop")).toEqual([
      "23 n.drop(p)",
      "25 n.drop(nil, 2)",
      "28 n.drop(prefix)",
    ]);
  });

  it("finds calls of a method by its name, whatever it is called on", () => {
    expect(named("method drop")).toEqual([
      "23 n.drop(p)",
      "25 n.drop(nil, 2)",
      "28 n.drop(prefix)",
      "36 config.drop(prefix)",
    ]);
  });

  describe("where a function literal stands in a function", () => {
    const outer = parseGo(
      parser,
      `
var hook = func() {
	if bad {
		return
	}
}

func (n *handler) update(list []int) error {
	defer func() {
		n.drop(1)
	}()
	each(func(item int) error {
		if bad {
			return nil
		}
		n.drop(/* first */ item)
		return nil
	})
	if bad {
		n.drop(list)
	}
	return nil
}

var cell = Hook{
	OnStart: func(ctx Context) error {
		return n.drop(ctx)
	},
}
`,
    );
    const lines = (anchor: string) => findAnchor(outer, anchor).map((node) => outer.line(node));

    it("leaves what is in it out", () => {
      expect(lines("func handler.update > if bad")).toEqual([20]);
      expect(lines("func handler.update > return nil")).toEqual([23]);
      expect(lines("func handler.update > call n.drop")).toEqual([21]);
      expect(lines("if bad")).toEqual([20]);
    });

    it("finds what is in it where the step before names it", () => {
      expect(lines("func handler.update > literal (item int) error > if bad")).toEqual([14]);
      expect(lines("func handler.update > literal () > call n.drop")).toEqual([11]);
      expect(lines("key OnStart > literal (ctx Context) error > call n.drop")).toEqual([28]);
    });

    it("takes no comment for a call's first argument", () => {
      expect(lines("literal (item int) error > call n.drop(item)")).toEqual([17]);
    });
  });

  it("throws on a kind it does not know, as a mistake of the template", () => {
    expect(() => findAnchor(file, "switch x")).toThrow('anchor step "switch x" has no known kind');
  });
});

describe("resolveAnchor", () => {
  it("gives the places where there are as many as expected", () => {
    expect(resolveAnchor(file, "func handler.update > call n.drop", 3)).toHaveLength(3);
    expect(resolveAnchor(file, "const Limit")).toHaveLength(1);
    expect(resolveAnchor(file, "const Missing", 0)).toEqual([]);
  });

  it("says that nothing was found, and how far the anchor could be followed", async () => {
    const anchor = "func handler.update > if prefix != nil > call n.drop";
    expect(await failureOf(() => resolveAnchor(file, anchor))).toEqual({
      code: "golang/anchor-mismatch",
      message: `file.go: expected 1 × "${anchor}", found 0`,
      hint: '"func handler.update" is at file.go:18; this tree differs from the known shapes inside it.',
    });
  });

  it("says where a place is that does not belong to what is around it", async () => {
    const anchor = "func handler.update > do n.drop(p)";
    const { message } = await failureOf(() => resolveAnchor(file, anchor));
    expect(message).toBe(
      `file.go: expected 1 × "${anchor}", found it under a condition, in a loop or in a function literal (line 23)`,
    );
  });

  it("says where more than expected were found, and never takes the first of them", async () => {
    expect(await failureOf(() => resolveAnchor(file, "func handler.update > call n.drop", 2))).toEqual({
      code: "golang/anchor-mismatch",
      message: 'file.go: expected 2 × "func handler.update > call n.drop", found 3 (line 23, 25, 28)',
      hint: '"func handler.update" is at file.go:18; this tree differs from the known shapes inside it.',
    });
  });

  it("refuses a place that was expected not to be there", async () => {
    const { message } = await failureOf(() => resolveAnchor(file, "const Limit", 0));
    expect(message).toBe('file.go: expected 0 × "const Limit", found 1 (line 3)');
  });

  it("names the next step where not even the first one is there", async () => {
    const { hint } = await failureOf(() => resolveAnchor(file, "func handler.gone > call n.drop"));
    expect(hint).toContain("cilium-patchkit inspect");
  });
});
