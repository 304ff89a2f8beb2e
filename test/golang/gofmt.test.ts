import { format } from "@wasm-fmt/gofmt";
import { describe, expect, it, onTestFinished } from "vitest";
import { loadGofmt } from "../../src/golang/gofmt-wasm.ts";
import { readGofmt } from "../../src/host/assets.ts";
import { applyEdits, editedRanges } from "../../src/text/edit.ts";
import { failureOf } from "../helpers/failure.ts";
import { makeGoFormatter } from "../helpers/go.ts";
import { makeRandom } from "../helpers/random.ts";

const { formatAround } = await makeGoFormatter();

/** Puts `text` before the line that holds `marker` and formats around it; the whole text comes back. */
function insertBefore(source: string, marker: string, text: string): string {
  const offset = source.lastIndexOf("\n", source.indexOf(marker)) + 1;
  const edits = [{ start: offset, end: offset, text }];
  return formatAround("a.go", applyEdits(source, edits), editedRanges(edits)).text;
}

/** Go as a release older than the formatter left it: gofmt of today would rewrite lines 1, 4 and 12. */
const old = `// +build linux

package p

import "b"
import   "a"

type T struct {
	A  int
	B  string
}

func   far() {
	a := map[string]int { "x": 1 }
	_ = a
}

func near() {
	one()
	two()
}
`;

/** Expressions that are more than gofmt's stack takes. */
const tooMuch = [
  ["300 nested parentheses", `${"(".repeat(300)}1${")".repeat(300)}`],
  ["an expression of 4,000 terms", Array(4000).fill("1").join(" + ")],
] as const;

describe.each(tooMuch)("gofmt, given %s", (_, expression) => {
  it("stops, and formats the next text as before, however often", async () => {
    const gofmt = await loadGofmt(await readGofmt());
    for (let round = 0; round < 60; round++) {
      expect(gofmt.format(`package p\n\nvar x = ${expression}\n`).kind).toBe("stopped");
      expect(gofmt.format("package p\nvar x  = 1\n")).toEqual({
        kind: "formatted",
        text: "package p\n\nvar x = 1\n",
      });
    }
    expect(gofmt.format("package p\nvar = 1\n")).toMatchObject({ kind: "rejected" });
  });

  const source = `package p\n\nfunc a() {\n\tone()\n}\n\nfunc b() {\n\tx := ${expression}\n\n\ttwo()\n}\n`;

  it("is no syntax error: the file is refused as one that could not be formatted", async () => {
    expect(await failureOf(() => insertBefore(source, "two()", "  if  x{\ny()\n}\n"))).toMatchObject({
      code: "golang/not-formatted",
      message: expect.stringMatching(/^a\.go: expected gofmt to format the file, found that gofmt stopped/),
    });
  });

  it("is no matter where it stands in a declaration that nothing edits", () => {
    expect(insertBefore(source, "one()", "  if  x{\ny()\n}\n")).toBe(
      source.replace("\tone()", "\tif x {\n\t\ty()\n\t}\n\tone()"),
    );
  });
});

describe("gofmt", () => {
  it("takes texts of any length, for which its memory grows", async () => {
    const gofmt = await loadGofmt(await readGofmt());
    for (const count of [10, 10_000, 20, 20_000, 10]) {
      const text = `package p\n\nfunc f() {\n${"\tf()\n".repeat(count)}}\n`;
      expect(gofmt.format(text)).toEqual({ kind: "formatted", text });
      expect(gofmt.format(text.replaceAll("\t", ""))).toEqual({ kind: "formatted", text });
    }
  });
});

describe("formatAround", () => {
  it("leaves a file that gofmt would rewrite elsewhere otherwise as it is", () => {
    expect(format(old)).not.toBe(old);
    expect(insertBefore(old, "two()", "  if  x{\ny()\n}\n")).toBe(
      old.replace("\ttwo()", "\tif x {\n\t\ty()\n\t}\n\ttwo()"),
    );
  });

  it("changes nothing where the edited part is formatted already", () => {
    const text = old.replace("\ttwo()", "\tinserted()\n\ttwo()");
    const start = text.indexOf("\tinserted");
    expect(formatAround("a.go", text, [{ start, end: start + "\tinserted()\n".length }])).toEqual({
      text,
      edits: [],
    });
  });

  it("formats two edits of one declaration, and one that reaches into the next", () => {
    const source = "package p\n\nfunc a() {\n\tone()\n\ttwo()\n}\n\nfunc b() {\n\tthree()\n}\n";
    const edits = [
      { start: source.indexOf("\tone()"), end: source.indexOf("\tone()"), text: "x  :=  1\n" },
      { start: source.indexOf("\ttwo()"), end: source.indexOf("\ttwo()"), text: "if  x>1{\n}\n" },
      {
        start: source.indexOf("func b"),
        end: source.indexOf("func b"),
        text: "func  c( )  {\nfour( )\n}\n\n",
      },
    ];
    const text = applyEdits(source, edits);
    expect(format(text)).not.toBe(text);
    expect(formatAround("a.go", text, editedRanges(edits)).text).toBe(format(text));
  });

  it("realigns the neighbours of an edit", () => {
    const source = "package p\n\ntype T struct {\n\tA int\n\tB string\n}\n";
    expect(insertBefore(source, "\tB", "\tLongName bool\n")).toBe(
      "package p\n\ntype T struct {\n\tA        int\n\tLongName bool\n\tB        string\n}\n",
    );
  });

  it("formats every edited part", () => {
    const source = "package p\n\nfunc f() {\n\ta()\n}\n\nfunc g() {\n\tb()\n}\n";
    const edits = ["\ta()", "\tb()"].map((marker) => ({
      start: source.indexOf(marker),
      end: source.indexOf(marker),
      text: "x( 1 )\n",
    }));
    const { text } = formatAround("a.go", applyEdits(source, edits), editedRanges(edits));
    expect(text).toBe("package p\n\nfunc f() {\n\tx(1)\n\ta()\n}\n\nfunc g() {\n\tx(1)\n\tb()\n}\n");
    expect(format(text)).toBe(text);
  });

  it("keeps a byte order mark that gofmt would drop", () => {
    const source = `\ufeffpackage p\n\nfunc f() {\n\ta()\n\tb()\n\tc()\n}\n`;
    expect(insertBefore(source, "\tc()", "x( )\n")).toBe(source.replace("\tc()", "\tx()\n\tc()"));
  });

  it("leaves the edited block as gofmt would, also where comments stand in it", () => {
    const source = "package p\n\ntype T struct {\n\tA int\n\t// one\n\t// two\n\t// three\n\tB string\n}\n";
    const text = insertBefore(source, "}", "\tLongName bool\n");
    expect(text).toBe(format(text));
  });

  it("gives edits that lead from the text it was given to the one it returns", () => {
    const text = "package p\n\nvar  a = 1\n";
    const range = { start: text.indexOf("var"), end: text.length };
    const formatted = formatAround("a.go", text, [range]);
    expect(formatted.text).toBe("package p\n\nvar a = 1\n");
    expect(applyEdits(text, formatted.edits)).toBe(formatted.text);
  });

  it("changes nothing where nothing was edited", () => {
    const text = "package p\n\nvar  a = 1\n";
    expect(formatAround("a.go", text, [])).toEqual({ text, edits: [] });
  });

  it("formats a whole new file", () => {
    const text = 'package p\nimport (\n"b"\n"a"\n)\nfunc f(){ b.X( ) ;a.Y() }\n';
    expect(formatAround("a.go", text, [{ start: 0, end: text.length }]).text).toBe(format(text));
  });

  it.each([
    ["in a function", "two()", "if {\n"],
    ["in a struct", "\tB  string", "x y z w\n"],
    ["between declarations", "func near", "func (\n\n"],
  ])("refuses what an edit %s made of the file where it does not parse", async (_, marker, text) => {
    const failure = await failureOf(() => insertBefore(old, marker, text));
    expect(failure.code).toBe("golang/syntax-error");
    expect(failure.message).toMatch(/^a\.go: expected Go that gofmt accepts, found .*\d+:\d+/);
    expect(failure.hint).toBe("The templates produced this text; report the ref.");
  });

  it.each([
    ["a declaration right behind another", "\nfunc one", "const New = 1\n"],
    ["two blank lines in a row", "\tif a > b", "\n\n"],
  ])("sees %s, which gofmt would change", (_, marker, text) => {
    const offset = clean.indexOf(marker);
    const edits = [{ start: offset, end: offset, text }];
    const edited = applyEdits(clean, edits);
    expect(formatAround("a.go", edited, editedRanges(edits)).text).toBe(format(edited));
  });

  it("gives what gofmt gives where the file was formatted before the edit, whatever the edit", () => {
    let compared = 0;
    for (let seed = 0; seed < 300; seed++) {
      const random = makeRandom(seed);
      const edits = Array.from({ length: 1 + random.below(2) }, () => {
        const offset = random.pick(lineStarts);
        return { start: offset, end: offset, text: random.pick(pieces) };
      });
      const edited = applyEdits(clean, edits);
      let expected: string;
      try {
        expected = format(edited);
      } catch {
        continue;
      }
      compared++;
      expect(formatAround("a.go", edited, editedRanges(edits)).text, `seed ${seed}`).toBe(expected);
    }
    expect(compared).toBeGreaterThan(60);
  });
});

/** Go as gofmt has it, with everything that it aligns and separates. */
const clean = `package p

import (
	"fmt"
)

const (
	// First is the first.
	First = "first"

	Second      = "second"
	SecondThird = "third" // of three
)

// T is a type.
type T struct {
	A int
	// B has a comment.
	// It has two lines.
	BB string \`json:"b"\`

	Long map[string]int // trailing
	C    bool           // also
}

func one(a, b int) error {
	x := map[string]int{
		"one":   1,
		"three": 3,
	}
	if a > b { // why
		fmt.Println(x)
	}

	for i := range x {
		y := i // first
		_ = y  // second
	}
	switch a {
	case 1:
		return nil
	}
	return nil
}

func two() {
	one(1, 2)
}
`;

const lineStarts = [...clean.matchAll(/^/gm)].map(({ index }) => index).filter((index) => index > 0);

/** What templates put in: formatted and not, declarations with a blank line behind them. */
const pieces = [
  "\tcall()\n",
  "call( 1,2 )\n",
  "\t\tcall()\n",
  "\n\tif x {\n\t\tcall()\n\t}\n",
  "\tAMuchLongerName int\n",
  "\n\t// D is new.\n\tD int\n",
  "\tX = 1\n",
  '\n\t// Longest is new.\n\tLongestNameOfAll = "x"\n',
  '\t\t"longest-of-all": 4,\n',
  "\nfunc new() {\n\tcall()\n}\n",
  "// new is new.\nfunc new() {\n\tcall()\n}\n\n",
  "\t// a comment alone\n",
];

interface Memory {
  readonly buffer: ArrayBuffer;
}

/** The used part of the global, whose types are only in the DOM library. */
type WasmInstance = new (module: object) => { readonly exports: { readonly memory: Memory } };

describe("gofmt, given many files", () => {
  it("keeps the memory of few of them", async () => {
    const memories: Memory[] = [];
    const { WebAssembly } = globalThis as unknown as { readonly WebAssembly: { Instance: WasmInstance } };
    const { Instance } = WebAssembly;
    WebAssembly.Instance = class extends Instance {
      constructor(module: object) {
        super(module);
        memories.push(this.exports.memory);
      }
    };
    onTestFinished(() => {
      WebAssembly.Instance = Instance;
    });
    const gofmt = await loadGofmt(await readGofmt());
    const lines = Array.from({ length: 2_000 }, (_, index) => `var  x${index} = f(${index})`).join("\n");
    for (let file = 0; file < 40; file++) {
      expect(gofmt.format(`package p\n\n${lines}\n`).kind).toBe("formatted");
      expect(memories.at(-1)?.buffer.byteLength).toBeLessThan(40 * 1024 ** 2);
    }
  });
});
