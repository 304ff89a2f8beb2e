import { describe, expect, it } from "vitest";
import type { EditSpec } from "../../src/edit/index.ts";
import { editedFile, findMissing, findTaken } from "../../src/plan/check-names.ts";
import { PlannedTree } from "../../src/plan/planned-tree.ts";
import type { Sources } from "../../src/profile/index.ts";
import { makeGoParser } from "../helpers/go.ts";
import { takeMarks } from "../helpers/packages.ts";

const parser = await makeGoParser();

const others = {
  "p/b.go": "package p\n\nfunc use(args ...any) {}\n\nvar log = 1\n",
  "p/c.go": "package p\n\nfunc run() {\n\tsum(1)\n}\n",
};

interface Options {
  /** The file is not in the commit before. */
  readonly isNew?: boolean;
  /** Function that the edits name, and whether they give it a parameter or something else. */
  readonly at?: string;
  readonly place?: string;
  readonly imports?: readonly { readonly path: string; readonly name: string }[];
}

/** The problems of a commit whose edits put the marked parts into `p/a.go`; the first is of `t0.hbs`, and so on. */
function check(marked: string, { isNew = false, at: anchor, place = "start", imports = [] }: Options = {}) {
  const { text, ranges } = takeMarks(`package p\n\n${marked}`);
  let added = 0;
  const edits = ranges.map(({ start, end }, index) => {
    const at = start - added;
    added += end - start;
    const header = { place, at: anchor };
    const spec = { base: "go", template: `t${index}.hbs`, header } as unknown as EditSpec;
    return { start, end, replaced: { start: at, end: at }, spec };
  });
  const before = isNew ? undefined : `package p\n\n${marked.replace(/«[^»]*»/g, "")}`;
  const texts = new Map(Object.entries({ ...others, ...(before === undefined ? {} : { "p/a.go": before }) }));
  const sources: Pick<Sources, "text" | "exists" | "go" | "goFiles"> = {
    text: (path) => texts.get(path),
    exists: (path) => texts.has(path),
    go: (path) => parser.parse(path, texts.get(path) ?? ""),
    goFiles: (folder) => (folder === "p" ? texts : undefined),
  };
  const tree = new PlannedTree(sources as Sources, parser);
  const one = editedFile(parser.parse("p/a.go", text), before, edits, imports);
  const taken = findTaken([one], tree, new Map());
  tree.set("p/a.go", text);
  return [...taken, ...findMissing([one], tree, new Map())];
}

const messages = (marked: string, options?: Options) => check(marked, options).map(({ message }) => message);

describe("names that are missing", () => {
  it("are named with the line of the text before the commit, where the user finds the place", () => {
    const text =
      "«func first() {\n\tuse(1)\n}\n\n»func f() {\n\tuse(2)\n«\tuse(3)\n\tuse(gone)\n»\tuse(4)\n}\n";
    expect(check(text)).toEqual([
      {
        code: "plan/name-missing",
        path: "p/a.go",
        name: "gone",
        message: "p/a.go:5 (t1.hbs): expected gone to be declared in f, found no such name",
      },
    ]);
  });

  it("are named with the line of the new file where there was none before", () => {
    expect(messages("«func f() {\n\tuse(1)\n\tuse(gone)\n}\n»", { isNew: true })).toEqual([
      "p/a.go:5 (t0.hbs): expected gone to be declared in f, found no such name",
    ]);
  });

  it("come once each, with the first place, in order of place", () => {
    const text = "func f() {\n«\tuse(b, a)\n»\tuse()\n«\tuse(a, b)\n»}\n";
    expect(messages(text)).toEqual([
      "p/a.go:4 (t0.hbs): expected b to be declared in f, found no such name",
      "p/a.go:4 (t0.hbs): expected a to be declared in f, found no such name",
    ]);
  });

  it("come with the line, before the commit, of one that is out of reach", () => {
    const text = "func f() {\n«\tuse(later)\n\tuse()\n»\tuse()\n\tlater := 1\n\tuse(later)\n}\n";
    expect(messages(text)).toEqual([
      "p/a.go:4 (t0.hbs): expected later to be declared in f, found one further down (line 5)",
    ]);
  });

  it("are none if the commit declares them", () => {
    expect(messages("func f() {\n«\tuse(made)\n»}\n\n«var made = 1\n»")).toEqual([]);
  });
});

describe("names that are taken", () => {
  it("are those that another file of the package declares", () => {
    expect(check("«var log = 2\n»var x = 1\n")).toEqual([
      {
        code: "plan/identifier-taken",
        path: "p/a.go",
        name: "log",
        message: "p/a.go:3 (t0.hbs): expected a new name log, found the var at p/b.go:5",
      },
    ]);
  });

  it("are also those that an import would have in the file", () => {
    const imports = [
      { path: "example.org/log", name: "log" },
      { path: "example.org/free", name: "free" },
    ];
    expect(check("«var x = free.X(log.Y)\n»", { imports })).toEqual(
      expect.arrayContaining([
        {
          code: "plan/identifier-taken",
          path: "p/a.go",
          name: "log",
          message: "p/a.go: expected log to be free for example.org/log, found the var at p/b.go:5",
        },
      ]),
    );
    expect(messages("«var x = 1\n»", { imports: imports.slice(1) })).toEqual([]);
  });
});

describe("a function that gets a parameter", () => {
  it("is refused where it has callers that the commit does not edit", () => {
    const text = "func (t *T) sum(a int«, b int») {}\n\ntype T struct{}\n";
    expect(check(text, { at: "func T.sum", place: "parameter" })).toEqual([
      {
        code: "plan/name-missing",
        path: "p/a.go",
        name: "sum",
        message: "p/a.go:3 (t0.hbs): expected every caller of sum to be known, found another at p/c.go:4",
      },
    ]);
  });

  it("is taken where all callers are edited", () => {
    const text = "func other(a int«, b int») {}\n\nfunc g() {\n\tother(1«, 2»)\n}\n";
    expect(messages(text, { at: "func other", place: "parameter" })).toEqual([]);
  });

  it("does not matter where the edit is another one", () => {
    expect(messages("func sum(a int«, b int») {}\n", { at: "func sum" })).toEqual([]);
  });
});
