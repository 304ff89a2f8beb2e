import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { openCheckout, openRepository, resolveRefs } from "../../src/checkout/index.ts";
import { openGit } from "../../src/host/git.ts";
import { makePlanner, type Variant } from "../../src/plan/index.ts";
import type { PlanResult } from "../../src/plan/plan.ts";
import { nodeRoutes } from "../../src/proposals/node-routes/index.ts";
import { commonRef, makeOrigin } from "../helpers/clone.ts";
import { commitOn } from "../helpers/clone-git.ts";
import { temporaryFolder } from "../helpers/clone-program.ts";
import { failureOf } from "../helpers/failure.ts";
import { makeGoFormatter, makeGoParser } from "../helpers/go.ts";

const temp = temporaryFolder();
const tools = { parser: await makeGoParser(), formatter: await makeGoFormatter() };
let dir: string;

beforeAll(async () => {
  dir = (await makeOrigin(join(temp, "origin"))).dir;
  commitOn(dir, commonRef, "chart", {
    "chart/values.yaml": "# Ours.\ndebug: false # off\nlast: 1",
    "chart/crlf.yaml": "debug: false\r\n",
    "pkg/other/other.go": "package other\n\nvar log = struct{ Level int }{}\n",
    "pkg/linked": { symlink: "other" },
    "docs/latin.rst": Buffer.from([0xe4, 10]),
    "docs/link.rst": { symlink: "other.rst" },
  });
});

/** What a variant of one commit with these edits, by header and text, comes to on the branch `chart`. */
async function planned(...edits: readonly [header: string, text: string][]): Promise<PlanResult> {
  return plannedCommits([edits]);
}

/** The same, with a second commit that follows the code. */
async function plannedCommits(
  commits: readonly (readonly [header: string, text: string][])[],
): Promise<PlanResult> {
  const source = (name: string, text: string) => ({ name, source: text });
  const variant: Variant = {
    proposal: "node-routes",
    spec: { id: "x", purpose: "", fixes: "", doesNotFix: "", params: [] },
    coverLetter: source("cover", "Cover\n"),
    commits: commits.map((edits, serial) => ({
      folder: `${serial + 1}0-x`,
      message: source("commit", serial === 0 ? "Subject\n" : "---\ncompanion: each\n---\nFollowing\n"),
      edits: edits.map(([header, text], index) =>
        source(`${serial === 0 ? "t" : "u"}${index}`, `---\n${header}\n---\n${text}`),
      ),
    })),
  };
  const git = openGit({ env: process.env, signal: new AbortController().signal });
  const repository = await openRepository({ git, dir, tempDir: temp });
  try {
    const [ref] = await resolveRefs(repository, ["chart"]);
    if (!ref || "error" in ref) throw new Error("expected the branch");
    const checkout = await openCheckout(repository, ref);
    const templates = { variants: [variant], partials: new Map(), companions: [] };
    const tree = await makePlanner(templates, nodeRoutes, tools).open(checkout);
    try {
      return await tree.plan(variant, {});
    } finally {
      tree.close();
    }
  } finally {
    await repository.close();
  }
}

/** The texts of the only commit's files, by path. */
async function texts(...edits: readonly [header: string, text: string][]): Promise<Record<string, string>> {
  const result = await planned(...edits);
  if (result.kind !== "plan") throw new Error(`expected a plan, found ${result.kind}`);
  const files = result.plan.commits.flatMap((commit) => commit.files);
  return Object.fromEntries(files.map(({ path, after }) => [path, after]));
}

const newGo = (path: string) => `file: ${path}\nplace: create`;

describe("a plan's edits of files that no probe reads", () => {
  it("are placed in the commit's text, several in one file", async () => {
    const values = "file: chart/values.yaml\nkind: yaml";
    expect(
      await texts(
        [`${values}-key\nat: debug\nplace: after`, "packets: 1\n"],
        [`${values}-value\nat: debug\nfrom: "false"`, "true\n"],
        [`${values}-key\nat: last\nplace: after`, "end: 2\n"],
      ),
    ).toEqual({ "chart/values.yaml": "# Ours.\ndebug: true # off\npackets: 1\nlast: 1\nend: 2" });
  });

  it("are left out where they follow the code and their file is no text, and refuse nothing", async () => {
    const block = (file: string): [string, string] => [
      `file: ${file}\nkind: rst-block\nat: A\nplace: end`,
      "B.\n",
    ];
    const result = await plannedCommits([
      [["file: chart/values.yaml\nkind: yaml-key\nat: debug\nplace: after", "packets: 1\n"]],
      ["docs/latin.rst", "docs/link.rst", "docs/none.rst"].map(block),
    ]);
    if (result.kind !== "plan") throw new Error(`expected a plan, found ${result.kind}`);
    expect(result.plan.commits.map(({ subject }) => subject)).toEqual(["Subject"]);
    expect(result.plan.companions.map(({ path, reason }) => [path, reason])).toEqual([
      ["docs/latin.rst", "docs/latin.rst: expected the file, found none"],
      ["docs/link.rst", "docs/link.rst: expected the file, found none"],
      ["docs/none.rst", "docs/none.rst: expected the file, found none"],
    ]);
  });

  it("import what a new Go file uses of its header", async () => {
    const text = "package fresh\n\nfunc f() { fmt.Println(log.Level) }\n\nvar log = struct{ Level int }{}\n";
    const made = await texts([`${newGo("pkg/fresh/f.go")}\nimports: fmt strings`, text]);
    expect(made["pkg/fresh/f.go"]).toBe(
      `package fresh\n\nimport (\n\t"fmt"\n)\n\n${text.slice("package fresh\n\n".length)}`,
    );
  });

  it("are refused with the qualifier that nothing imports or declares", async () => {
    const text = "package other\n\nfunc f() { fmt.Println(log.Level) }\n";
    expect(await failureOf(() => planned([newGo("pkg/other/f.go"), text]))).toEqual({
      code: "plan/name-missing",
      message: "pkg/other/f.go:3 (t0): expected fmt to be imported or declared, found no such name",
      hint: "Declare it, or name its package in the template's header: `imports: fmt`, `imports: name=path`.",
    });
  });

  it("know the names of a package's other files, for a change in it too", async () => {
    const made = await texts(
      [newGo("pkg/other/f.go"), "package other\n\nvar _ = log.Level\n"],
      ["file: pkg/other/other.go\nplace: append", "var _ = log.Level\n"],
    );
    expect(Object.keys(made)).toEqual(["pkg/other/f.go", "pkg/other/other.go"]);
  });

  it.each([
    [
      "a new file where there is one",
      newGo("chart/values.yaml"),
      "plan/file-exists",
      "chart/values.yaml: expected no file, found one",
    ],
    ["a new file behind a link", newGo("pkg/linked/f.go"), "checkout/not-a-file", "found a symbolic link"],
    [
      "CRLF",
      "file: chart/crlf.yaml\nkind: yaml-key\nat: debug\nplace: after",
      "checkout/crlf",
      "chart/crlf.yaml:1",
    ],
    [
      "a file that is not there",
      "file: no.yaml\nkind: yaml-key\nat: a\nplace: after",
      "golang/anchor-mismatch",
      "no.yaml: expected the file, found none",
    ],
  ])("are refused: %s", async (_, header, code, message) => {
    const other: [string, string] = [newGo("pkg/fresh/f.go"), "package fresh\n"];
    const failure = await failureOf(() => planned([header, "packets: 1\n"], other));
    expect([failure.code, failure.message]).toEqual([code, expect.stringContaining(message)]);
  });

  it("are one kind of edit for each file", async () => {
    const header = "file: chart/values.yaml\nkind: yaml-key\nat: debug\nplace: after";
    const failure = await failureOf(() =>
      planned([header, "a: 1\n"], [newGo("chart/values.yaml"), "b: 1\n"]),
    );
    expect(failure.message).toContain("expected edits of one kind in the file in one commit");
  });

  it("are already applied where all is there", async () => {
    const header = "file: chart/values.yaml\nkind: yaml-key\nat: debug\nplace: after";
    expect((await planned([header, "last: 1\n"])).kind).toBe("already-applied");
  });
});
