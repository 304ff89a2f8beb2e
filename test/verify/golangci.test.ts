import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { EngineCommand, EngineResult } from "../../src/host/engine.ts";
import type { ChangedFile } from "../../src/verify/changed-files.ts";
import type { EngineCheckInput } from "../../src/verify/check.ts";
import { runGolangci, wordsOf } from "../../src/verify/golangci.ts";
import type { LintFinding } from "../../src/verify/lint-result.ts";
import type { ScratchFiles } from "../../src/verify/scratch-tree.ts";
import { makeFolder } from "../helpers/folder.ts";

const config = "linters:\n  enable:\n    - misspell\n    - varcheck\n";
const touched = (path: string): ChangedFile => ({ path, before: "", after: "" });
const issue = (path: string, linter: string, text: string, line = 1): LintFinding => ({
  path,
  line,
  linter,
  text,
});

interface Linted {
  /** Files of the base. */
  readonly base?: Readonly<Record<string, string>>;
  readonly files?: readonly ChangedFile[];
  readonly before?: readonly LintFinding[];
  readonly after?: readonly LintFinding[];
  /** What comes of a command that has this word, in the place of a report. */
  readonly troubled?: readonly [word: string, result: Partial<EngineResult>];
  readonly tool?: { readonly path: string } | { readonly reason: string };
}

/** Runs it with a linter that says these things of the packages it is given, and of no others where one does not compile. */
async function run({
  base = {},
  files = [touched("pkg/a/a.go")],
  before = [],
  after = [],
  troubled,
  tool = { path: "/kept/golangci-lint" },
}: Linted) {
  const [root, work] = [await makeFolder({ "pkg/a/a.go": "", ...base }), await makeFolder()];
  const runs: { state: string; packages: string[]; config: string | undefined }[] = [];
  let shown: ScratchFiles = new Map();
  const report = (command: readonly string[]): string => {
    const packages = command.filter((word) => word.startsWith("./")).map((word) => word.slice(2));
    const state = shown.has("state") ? "patched" : "base";
    runs.push({ state, packages, config: command[command.indexOf("--config") + 1] });
    const said = state === "patched" ? after : before;
    const compiler = said.filter(({ linter }) => linter === "typecheck");
    const isAsked = ({ path }: LintFinding) => packages.some((name) => path.startsWith(`${name}/`));
    const broken = compiler.filter((one) => isAsked(one) || one.path.startsWith("vendor/"));
    const Issues = (broken.length > 0 ? broken : said.filter(isAsked)).map(
      ({ path, line, linter, text }) => ({
        FromLinter: linter,
        Text: text,
        Pos: { Filename: path, Line: line },
      }),
    );
    return JSON.stringify({ Issues, Report: { Linters: [{ Name: "misspell", Enabled: true }] } });
  };
  const session = {
    tree: "/tree",
    kept: "/kept",
    async run({ command }: EngineCommand): Promise<EngineResult> {
      const known = ["misspell", "govet"].map((name) => ({ name, description: name }));
      const stdout = command[1] === "help" ? JSON.stringify(known) : report(command);
      const result = troubled && command.includes(troubled[0]) ? troubled[1] : {};
      return { ended: "exited", status: 0, stdout, stderr: "", ...result };
    },
  };
  const stateOf = (name: string, path?: string) => ({
    name,
    texts: new Map(path === undefined ? [] : [[path, ""]]),
    go: { env: {}, overlay: { paths: new Map<string, string>() } },
  });
  const input = {
    files,
    bench: {
      session,
      base: { root },
      folders: { work, sessionWork: "/shown" },
      tool: async () => tool,
      scratchTree: async () => ({
        show: async <T>(given: ScratchFiles, look: (copy: string) => Promise<T>) => {
          shown = given;
          return look("/copy");
        },
      }),
    },
    base: stateOf("base"),
    patched: stateOf("p", "state"),
    baseline: { remember: async <T>(_: string, measure: () => Promise<T>) => measure() },
  } as unknown as EngineCheckInput;
  const result = await runGolangci(input);
  return { result, runs, work, shown: () => shown };
}

describe("golangci-lint on a series", () => {
  it("has nothing to do in a tree without its configuration", async () => {
    const { result, runs } = await run({ tool: { reason: "there is no network" } });
    expect([result, runs]).toEqual([undefined, []]);
  });

  it("gives what the touched packages do not have on the base, wherever lines have moved to", async () => {
    const { result, runs } = await run({
      base: { ".golangci.yaml": config },
      before: [issue("pkg/a/a.go", "misspell", "recieve", 3), issue("pkg/b/b.go", "misspell", "teh", 1)],
      after: [
        issue("pkg/a/a.go", "misspell", "recieve", 9),
        issue("pkg/a/old.go", "unused", "f is unused", 2),
      ],
    });
    expect(result).toEqual({
      config: ".golangci.yaml",
      version: "v1.64.8",
      packages: ["pkg/a"],
      broken: [],
      linters: ["misspell"],
      dropped: ["varcheck"],
      findingsBefore: 1,
      findings: [issue("pkg/a/old.go", "unused", "f is unused", 2)],
    });
    expect(runs).toEqual([
      { state: "base", packages: ["pkg/a"], config: ".golangci.yaml" },
      { state: "patched", packages: ["pkg/a"], config: ".golangci.yaml" },
    ]);
  });

  it("shows the linter a configuration without linters that are gone, in the place of the tree's", async () => {
    const { work, shown } = await run({ base: { ".golangci.yaml": config } });
    expect(await readFile(join(work, "p-lint/.golangci.yaml"), "utf8")).toBe(
      "linters:\n  enable:\n    - misspell\n",
    );
    expect(shown().get(".golangci.yaml")).toBe("/shown/p-lint/.golangci.yaml");
  });

  it("follows the configuration as the series leaves it", async () => {
    const changed = (after: string | undefined) =>
      run({
        base: { ".golangci.yaml": config },
        files: [touched("pkg/a/a.go"), { path: ".golangci.yaml", before: config, after }],
      });
    const { result } = await changed('version: "2"\n');
    expect(result).toMatchObject({ version: "v2.12.2", dropped: [] });
    expect((await changed(undefined)).result).toBeUndefined();
  });

  it("looks at a new package only after, and at one that is gone only before", async () => {
    const { runs } = await run({
      base: { ".golangci.yaml": config, "pkg/gone/x.go": "" },
      files: [
        { path: "pkg/new/x.go", before: undefined, after: "" },
        { path: "pkg/gone/x.go", before: "", after: undefined },
        touched("docs/a.md"),
      ],
    });
    expect(runs.map(({ state, packages }) => [state, packages])).toEqual([
      ["base", ["pkg/gone"]],
      ["patched", ["pkg/new"]],
    ]);
  });

  it("leaves out packages that do not compile on the base, which would hide what others have", async () => {
    const { result, runs } = await run({
      base: { ".golangci.yaml": config, "pkg/b/b.go": "" },
      files: [touched("pkg/a/a.go"), touched("pkg/b/b.go")],
      before: [issue("pkg/b/b.go", "typecheck", "undefined: x"), issue("pkg/a/a.go", "misspell", "recieve")],
      after: [issue("pkg/b/b.go", "typecheck", "undefined: x"), issue("pkg/a/a.go", "govet", "copies lock")],
    });
    expect(result).toMatchObject({
      packages: ["pkg/a"],
      broken: ["pkg/b"],
      findingsBefore: 1,
      findings: [issue("pkg/a/a.go", "govet", "copies lock")],
    });
    expect(runs.map(({ packages }) => packages)).toEqual([["pkg/a", "pkg/b"], ["pkg/a"], ["pkg/a"]]);
  });
});

describe("golangci-lint without a result", () => {
  const base = { ".golangci.yaml": config };

  it("tells that what the base imports does not compile there", async () => {
    const { result } = await run({ base, before: [issue("vendor/x/x.go", "typecheck", "undefined: y", 4)] });
    expect(result).toEqual({
      reason: "the unpatched base does not compile in vendor/x",
      log: "vendor/x/x.go:4: undefined: y (typecheck)",
    });
  });

  it.each<[string, Partial<Linted>, string]>([
    ["it is not there", { tool: { reason: "there is no network" } }, "there is no network"],
    [
      "it lists no linters",
      { troubled: ["help", { stdout: "", stderr: "Error: no such help\n" }] },
      "golangci-lint v1.64.8: no such help",
    ],
    [
      "it fails",
      { troubled: ["run", { status: 3, stderr: 'level=error msg="bad config"\n' }] },
      "golangci-lint v1.64.8: bad config",
    ],
    [
      "it is stopped",
      { troubled: ["run", { ended: "out-of-memory" }] },
      "golangci-lint v1.64.8: it was killed because it exceeded its memory limit; raise it with --memory",
    ],
  ])("tells why: %s", async (_, linted, reason) => {
    expect((await run({ base, ...linted })).result).toMatchObject({ reason });
  });
});

it("wordsOf has a line for each finding", () => {
  expect(wordsOf([issue("a.go", "govet", "copies lock", 7), issue("b.go", "unused", "f")])).toBe(
    "a.go:7: copies lock (govet)\nb.go:1: f (unused)",
  );
});
