import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { type Checkout, openCheckout, openRepository, resolveRefs } from "../../src/checkout/index.ts";
import { openGit } from "../../src/host/git.ts";
import { readSources } from "../../src/profile/sources.ts";
import { type Content, commitOn, git } from "../helpers/clone-git.ts";
import { failureOf } from "../helpers/failure.ts";
import { makeFolder } from "../helpers/folder.ts";
import { makeGoParser } from "../helpers/go.ts";

const parser = await makeGoParser();
const host = openGit({ env: process.env, signal: new AbortController().signal });
const latin = Buffer.from([0xe4, 0x0a]);

const files: Readonly<Record<string, Content>> = {
  VERSION: "1.10.12\n",
  "go.mod": "module m\n",
  "p/main.go": "package p\n",
  "p/other.go": "package p\n\nvar other = 1\n",
  "p/other_test.go": "package p\n",
  "p/doc.txt": "text\n",
  "p/sub/deep.go": "package sub\n",
  "p/link.go": { symlink: "other.go" },
  "q/q.go": "package q\n",
  "q/crlf.go": "package q\r\n",
  "q/run.sh": { executable: "#!/bin/sh\n" },
  "docs/page.rst": "Page\n",
  "docs/latin.rst": latin,
  "ref/agent.md": "# agent\n",
  "ref/notes.txt": "notes\n",
  "ref/latin.md": latin,
};

const fileSet = {
  main: "p/main.go",
  since: "v1.4",
  paths: ["p/main.go", "p/gone.go", "q/run.sh"],
  beside: ["docs/page.rst", "docs/latin.rst", "docs/gone.rst"],
  folders: ["p", "q", "gone"],
  references: "ref",
};

/** A checkout of a commit that has those files, with some changed. */
async function makeCheckout(changed: Readonly<Record<string, Content>> = {}): Promise<Checkout> {
  const folder = await makeFolder();
  const dir = join(folder, "clone");
  git(folder, ["init", "--quiet", dir]);
  git(dir, ["commit", "--quiet", "--allow-empty", "--message", "one"]);
  commitOn(dir, "HEAD", "tree", { ...files, ...changed });
  const repository = await openRepository({ git: host, dir, tempDir: folder });
  onTestFinished(() => repository.close());
  const [ref] = await resolveRefs(repository, ["tree"]);
  if (!ref || "error" in ref) throw new Error("expected the branch");
  return openCheckout(repository, ref);
}

async function read(changed: Readonly<Record<string, Content>> = {}, set: Partial<typeof fileSet> = {}) {
  const sources = await readSources(await makeCheckout(changed), parser, { ...fileSet, ...set });
  onTestFinished(() => sources.dispose());
  return sources;
}

describe("the sources of a survey", () => {
  it("have the texts of its files and of those of every survey, and no others", async () => {
    const sources = await read();
    const asked = ["VERSION", "go.mod", "p/main.go", "p/gone.go", "docs/page.rst", "p/doc.txt", "p/other.go"];
    expect(asked.map((path) => sources.text(path))).toEqual([
      "1.10.12\n",
      "module m\n",
      "package p\n",
      undefined,
      "Page\n",
      undefined,
      undefined,
    ]);
    expect(["q/run.sh", "p/main.go", "p/gone.go"].map((path) => sources.isExecutable(path))).toEqual([
      true,
      false,
      false,
    ]);
  });

  it("take a file beside the code that is no text for none, but not one that a probe needs", async () => {
    const sources = await read();
    expect(sources.text("docs/latin.rst")).toBeUndefined();
    expect(["docs/page.rst", "docs/gone.rst"].map((path) => sources.exists(path))).toEqual([true, false]);
    expect((await failureOf(() => read({ "p/main.go": latin }))).code).toBe("checkout/not-utf8");
  });

  it("have all Go files of its folders, tests and those with CRLF too, but neither links nor folders below", async () => {
    const sources = await read();
    expect([...(sources.goFiles("p") ?? [])]).toEqual([
      ["p/main.go", "package p\n"],
      ["p/other.go", "package p\n\nvar other = 1\n"],
      ["p/other_test.go", "package p\n"],
    ]);
    expect([...(sources.goFiles("q")?.keys() ?? [])]).toEqual(["q/crlf.go", "q/q.go"]);
    expect([sources.goFiles("gone")?.size, sources.goFiles("docs")]).toEqual([0, undefined]);
    expect(sources.goFolders).toEqual(["p", "q", "gone"]);
    expect([...sources.siblings.keys()]).toEqual(["p/other.go", "p/other_test.go"]);
  });

  it("have the command references, whatever their encoding, and none where the folder is a link", async () => {
    expect([...(await read()).references.keys()]).toEqual(["ref/agent.md", "ref/latin.md"]);
    expect([...(await read({}, { references: "gone" })).references]).toEqual([]);
    const linked = await read({ "linked-ref": { symlink: "ref" } }, { references: "linked-ref" });
    expect([...linked.references]).toEqual([]);
  });

  it("parse a file of the survey or of its folders once, when it is asked for", async () => {
    const parsed: string[] = [];
    const parseNext: typeof parser.parseNext = (path, text) => {
      parsed.push(path);
      return parser.parseNext(path, text);
    };
    const checkout = await makeCheckout({ "p/broken.go": "package p\n\nfunc {\n" });
    const sources = await readSources(checkout, { ...parser, parseNext }, fileSet);
    onTestFinished(() => sources.dispose());
    expect(parsed).toEqual([]);
    expect(sources.go("p/other.go")).toBe(sources.go("p/other.go"));
    expect(parsed).toEqual(["p/other.go"]);
    expect(sources.go("p/other.go")?.text).toContain("var other");
    expect(sources.go("docs/page.go")).toBeUndefined();
    expect(sources.firstGo(["p/gone.go", "p/main.go"])?.path).toBe("p/main.go");
    expect(sources.firstGo(["p/gone.go"])).toBeUndefined();
    expect((await failureOf(() => sources.go("p/broken.go"))).code).toBe("golang/syntax-error");
  });

  it("know every file in the package of the main one, and refuse what is no file there", async () => {
    const sources = await read();
    const asked = ["p/doc.txt", "p/gone.go", "q/run.sh", "q/gone.go"];
    expect(asked.map((path) => sources.exists(path))).toEqual([true, false, true, false]);
    for (const path of ["p/link.go", "p/sub"])
      expect(await failureOf(() => sources.exists(path))).toMatchObject({
        code: "checkout/not-a-file",
        message: `${path}: expected nothing or a file, found a symbolic link or a folder`,
      });
  });

  it("ask a partial clone once for all that is read", async () => {
    const checkout = await makeCheckout();
    const fetched: string[][] = [];
    const unfetched: string[] = [];
    const watch =
      <T>(reading: (path: string) => Promise<T>) =>
      (path: string) => {
        if (!fetched[0]?.includes(path)) unfetched.push(path);
        return reading(path);
      };
    const watched: Checkout = {
      ...checkout,
      readText: watch(checkout.readText),
      peekText: watch(checkout.peekText),
      prefetch: async (paths) => {
        fetched.push([...paths]);
      },
    };
    (await readSources(watched, parser, fileSet)).dispose();
    expect([fetched.length, unfetched]).toEqual([1, []]);
    expect(fetched[0]).toEqual(expect.arrayContaining(["q/crlf.go", "docs/page.rst", "ref/agent.md"]));
  });
});
