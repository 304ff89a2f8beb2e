import { describe, expect, it } from "vitest";
import { type Companion, parseEdit } from "../../src/edit/index.ts";
import { makeNewFiles } from "../../src/plan/complete-file.ts";
import { planCommits, type RenderedCommit } from "../../src/plan/plan-commits.ts";
import { ciliumModule, type Sources } from "../../src/profile/index.ts";
import { applyEdits } from "../../src/text/index.ts";
import { failureOf } from "../helpers/failure.ts";
import { makeGoFormatter, makeGoParser } from "../helpers/go.ts";

const tools = { parser: await makeGoParser(), formatter: await makeGoFormatter() };

/** The files of the commit that is planned for; every Go file of `p` is read. */
const base: Readonly<Record<string, string>> = {
  "p/a.go": "package p\n\nfunc f(args ...any) {\n\tg()\n}\n",
  "p/b.go": "package p\n\nfunc g() {}\n",
  "p/b_test.go": "package p\n\nfunc testG() {\n\tg()\n}\n",
  "words.txt": "apple\npear\n",
};

function plan(commits: readonly RenderedCommit[], flagIdentifier?: string) {
  const sources: Pick<Sources, "text" | "exists" | "isExecutable" | "go" | "goFiles"> = {
    text: (path) => base[path],
    exists: (path) => path in base,
    isExecutable: (path) => path === "words.txt",
    go: (path) => (base[path] === undefined ? undefined : tools.parser.parse(path, base[path])),
    goFiles: (folder) =>
      folder === "p" ? new Map(Object.entries(base).filter(([path]) => path.endsWith(".go"))) : undefined,
  };
  return planCommits(commits, {
    sources: sources as Sources,
    newFiles: makeNewFiles(tools.formatter),
    tools,
    layout: () => ({ module: ciliumModule, ownFirst: true }),
    memo: new Map(),
    flagIdentifier,
  });
}

/** An edit: the lines of its header, and its text. */
type EditText = readonly [header: string, text: string];

/** A commit of these edits, whose templates are `v/SUBJECT/0.hbs` and so on. */
function commit(subject: string, edits: readonly EditText[], companion?: Companion): RenderedCommit {
  return {
    subject,
    body: `About ${subject}.`,
    edits: edits.map(([header, text], index) =>
      parseEdit(`v/${subject}/${index}.hbs`, `---\n${header}\n---\n${text}\n`),
    ),
    ...(companion === undefined ? {} : { companion }),
  };
}

const atStart = (path: string, name: string, text: string): EditText => [
  `file: ${path}\nat: func ${name}\nplace: start`,
  text,
];
const newFile = (path: string, text: string): EditText => [
  `file: ${path}\nplace: create`,
  `package p\n\n${text}`,
];
const word = (text: string, path = "words.txt"): EditText => [`file: ${path}\nkind: word-list`, text];

const refusal = (commits: readonly RenderedCommit[], flagIdentifier?: string) =>
  failureOf(() => plan(commits, flagIdentifier));

describe("planned commits", () => {
  it("are placed one after another, each with its files in order of path and edits that lead to them", () => {
    const { commits, untested, companions } = plan([
      commit("one", [atStart("p/b.go", "g", "f( 1,2 )"), atStart("p/a.go", "f", "f(2)"), word("banana")]),
      commit("two", [["file: p/b.go\nat: func g > call f\nplace: after", "f(3)"]]),
    ]);
    expect(commits.map(({ subject, body, files }) => [subject, body, files.map(({ path }) => path)])).toEqual(
      [
        ["one", "About one.", ["p/a.go", "p/b.go", "words.txt"]],
        ["two", "About two.", ["p/b.go"]],
      ],
    );
    const [a, b, words, again] = commits.flatMap(({ files }) => files);
    expect(a?.after).toBe("package p\n\nfunc f(args ...any) {\n\tf(2)\n\tg()\n}\n");
    // By gofmt.
    expect(b?.after).toBe("package p\n\nfunc g() {\n\tf(1, 2)\n}\n");
    expect([again?.before, again?.after]).toEqual([
      b?.after,
      "package p\n\nfunc g() {\n\tf(1, 2)\n\tf(3)\n}\n",
    ]);
    expect([words?.after, words?.executable, a?.executable]).toEqual(["apple\nbanana\npear\n", true, false]);
    for (const file of [a, b, words, again])
      expect(applyEdits(file?.before ?? "", file?.edits ?? [])).toBe(file?.after);
    expect([untested, companions]).toEqual(["", []]);
  });

  it("have several edits of one text, each placed in what the one before it left", () => {
    const [file] = plan([commit("one", [word("banana"), word("cherry")])]).commits[0]?.files ?? [];
    expect(file?.after).toBe("apple\nbanana\ncherry\npear\n");
    expect(applyEdits(file?.before ?? "", file?.edits ?? [])).toBe(file?.after);
  });

  it("see the names that earlier ones declare, and take new files through gofmt", () => {
    const { commits } = plan([
      commit("one", [newFile("p/new.go", "func made() {f( 1 )}")]),
      commit("two", [atStart("p/a.go", "f", "made()")]),
    ]);
    expect(commits[0]?.files).toEqual([
      expect.objectContaining({
        path: "p/new.go",
        before: undefined,
        after: "package p\n\nfunc made() { f(1) }\n",
        executable: false,
      }),
    ]);
    expect(commits).toHaveLength(2);
  });
});

describe("commits that cannot be planned", () => {
  const gone = (path: string) => atStart(path, "gone", "f()");

  it("are refused with all places of the first that are unknown, and nothing of what builds on it", async () => {
    const { code, message } = await refusal([
      commit("one", [gone("p/a.go"), atStart("p/a.go", "f", "f(unknown)"), gone("p/b.go")]),
      commit("two", [gone("p/c.go")]),
    ]);
    expect(code).toBe("golang/anchor-mismatch");
    expect(message).toMatch(/^p\/a\.go.*gone.*; p\/b\.go.*gone/);
    expect(message).not.toMatch(/unknown|c\.go/);
  });

  it("are refused with the names of all of them, those that are missing first", async () => {
    const { code, message } = await refusal([
      commit("one", [newFile("p/new.go", "func g() {}")]),
      commit("two", [atStart("p/a.go", "f", "unknown()")]),
    ]);
    expect(code).toBe("plan/name-missing");
    expect(message).toBe(
      "p/a.go:4 (v/two/0.hbs): expected unknown to be declared in f, found no such name; " +
        "p/new.go:3 (v/one/0.hbs): expected a new name g, found the func at p/b.go:3",
    );
  });

  it.each([
    [
      "a missing file",
      [word("a", "gone.txt")],
      "golang/anchor-mismatch",
      "gone.txt: expected the file, found none",
    ],
    [
      "a file that is there",
      [newFile("p/b.go", "func new() {}")],
      "plan/file-exists",
      "p/b.go: expected no file, found one",
    ],
    [
      "edits of several kinds in a file",
      [newFile("words.txt", "x"), word("banana")],
      "plan/bad-template",
      "words.txt: expected edits of one kind in the file in one commit, found new-file (v/one/0.hbs) beside word-list (v/one/1.hbs)",
    ],
  ] as const)("are refused for %s", async (_, edits, code, message) => {
    expect(await refusal([commit("one", edits)])).toMatchObject({ code, message });
  });

  it("are refused with a hint that knows a name of the flag, and a file of the commit's own", async () => {
    const taken = commit("one", [newFile("p/new.go", "func testG() {}")]);
    const hints = async (rendered: RenderedCommit, flag?: string) => (await refusal([rendered], flag)).hint;
    for (const flag of [undefined, "EnableIt"])
      expect(await hints(taken, flag)).toBe("First rename what has this name in a separate commit.");
    expect(await hints(taken, "G")).toMatch(/^Choose another name with --set flag=NAME/);
    expect(await hints(commit("one", [atStart("p/a.go", "f", "unknown()")]))).toMatch(/^This tree differs/);
    expect(await hints(commit("one", [newFile("p/new.go", "var x = unknown")]))).toMatch(
      /^Declare it, or name its package/,
    );
  });
});

describe("a test that cannot be planned", () => {
  const code = atStart("p/a.go", "f", "f(1)");

  it.each([
    ["has no place", atStart("p/b_test.go", "gone", "g()"), /^p\/b_test\.go.*gone/],
    ["uses a missing name", atStart("p/b_test.go", "testG", "unknown()"), /^p\/b_test\.go:4 .*unknown/],
  ])("because it %s is left out, and the code stays", (_, test, reason) => {
    const { commits, untested } = plan([commit("one", [code, test]), commit("two", [test])]);
    expect(commits.map(({ subject, files }) => [subject, files.map(({ path }) => path)])).toEqual([
      ["one", ["p/a.go"]],
    ]);
    expect(untested).toMatch(reason);
  });

  it("leaves nothing of it for later commits", async () => {
    const test = newFile("p/new_test.go", "func helper() { unknown() }");
    const again = newFile("p/new_test.go", "func helper() { g() }");
    const { commits } = plan([commit("one", [code, test]), commit("two", [again])]);
    expect(commits.map(({ files }) => files.map(({ path }) => path))).toEqual([
      ["p/a.go"],
      ["p/new_test.go"],
    ]);
  });

  it("is refused where it takes a name", async () => {
    const test = newFile("p/new_test.go", "func testG() {}");
    expect((await refusal([commit("one", [code, test])])).code).toBe("plan/identifier-taken");
  });
});

describe("a commit that follows the code", () => {
  const [known, gone, present] = [word("banana"), word("banana", "gone.txt"), word("apple")];
  const lost = "gone.txt: expected the file, found none";
  const follow = (companion: Companion, ...edits: readonly EditText[]) => {
    const { commits, companions } = plan([commit("docs", edits, companion)]);
    return {
      files: commits.map(({ files }) => files.map(({ path }) => path)),
      places: companions.map(({ place, reason }) => [place, reason]),
    };
  };

  it("leaves out each file that is unknown, or all of them where they belong together", () => {
    expect(follow("each", known, gone)).toEqual({
      files: [["words.txt"]],
      places: [
        ["docs/0", ""],
        ["docs/1", lost],
      ],
    });
    expect(follow("together", known, gone)).toEqual({
      files: [],
      places: [
        ["docs/0", `belongs together with a place that is unknown: ${lost}`],
        ["docs/1", lost],
      ],
    });
  });

  it("leaves out what is there already", () => {
    expect(follow("each", present)).toEqual({ files: [], places: [["docs/0", "it is there already"]] });
  });

  it("is seen by those behind it only as far as it is kept", () => {
    const behind = commit("behind", [word("cherry")]);
    const after = (companion: Companion) =>
      plan([commit("docs", [known, gone], companion), behind]).commits.at(-1)?.files[0]?.after;
    expect([after("each"), after("together")]).toEqual([
      "apple\nbanana\ncherry\npear\n",
      "apple\ncherry\npear\n",
    ]);
  });

  it("does not hide a mistake of its templates", async () => {
    expect((await refusal([commit("docs", [word("two words")], "each")])).code).toBe("plan/bad-template");
  });
});
