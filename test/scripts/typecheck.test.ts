import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { packageRoot } from "../../src/host/assets.ts";
import { makeOrigin, type Origin } from "../helpers/clone.ts";
import { commitAll, git } from "../helpers/clone-git.ts";
import { temporaryFolder } from "../helpers/clone-program.ts";
import { plantedSeries } from "../helpers/planted-series.ts";

// scripts/typecheck is a Go program of its own and wants the release that its go.mod names.
const version = spawnSync("go", ["env", "GOVERSION"], { encoding: "utf8" }).stdout ?? "";
const canBuild = Number(/^go1\.(\d+)/.exec(version)?.[1] ?? 0) >= 23;

const temp = temporaryFolder();
const ref = "v1.10.12";
const handler = "pkg/datapath/linux/node.go";
const added = "pkg/datapath/linux/added.go";
const addedTest = "pkg/datapath/linux/added_test.go";
let origin: Origin;

beforeAll(async () => {
  origin = await makeOrigin(temp);
});

interface Comparison {
  readonly folders: readonly string[];
  readonly errors: readonly { readonly path: string; readonly line: number; readonly message: string }[];
  readonly known: number;
  readonly lacking: readonly { readonly path: string }[];
  readonly failure?: string;
}

/** Files of the sample that a change writes; null where it takes one away. */
type Change = Readonly<Record<string, string | null>>;

const imports = {
  errors: `"errors"`,
  netlink: `"github.com/vishvananda/netlink"`,
  node: `nodeTypes "github.com/cilium/cilium/pkg/node/types"`,
  option: `"github.com/cilium/cilium/pkg/option"`,
  route: `"github.com/cilium/cilium/pkg/datapath/linux/route"`,
  datapath: `"github.com/cilium/cilium/pkg/datapath"`,
};

/** A file of the handler's package. */
function goFile(body: string, ...names: readonly (keyof typeof imports)[]): string {
  return `package linux\n\nimport (\n${names.map((name) => imports[name]).join("\n")}\n)\n\n${body}\n`;
}

const upsertWithMore = readFileSync(
  join(packageRoot, "sample/era-2020/pkg/datapath/linux/route/route_linux.go"),
  "utf8",
).replace("func Upsert(", "func Upsert(more int, ");

/** What is wrong, the change that brings it, and what is found: path and a part of the message. */
const mistakes: readonly (readonly [string, Change, string, string])[] = [
  ["a name", { [added]: goFile("var _ = noSuch") }, added, "undefined: noSuch"],
  ["a field of a node", { [added]: goFile("var _ = nodeTypes.Node{}.NoSuch", "node") }, added, "NoSuch"],
  [
    "a field of a node in a literal",
    { [added]: goFile("var _ = nodeTypes.Node{NoSuch: 1}", "node") },
    added,
    "unknown field NoSuch",
  ],
  [
    "a field of the agent's options",
    { [added]: goFile("var _ = option.Config.NoSuch", "option") },
    added,
    "NoSuch",
  ],
  [
    "a field of the node configuration",
    { [added]: goFile("var _ = datapath.LocalNodeConfiguration{NoSuch: true}", "datapath") },
    added,
    "unknown field NoSuch",
  ],
  [
    "a field of a vendored type",
    { [added]: goFile("var _ = netlink.Route{}.NoSuch", "netlink") },
    added,
    "NoSuch",
  ],
  [
    "a method of a vendored type",
    { [added]: goFile("var _ = netlink.Route{}.NoSuch()", "netlink") },
    added,
    "NoSuch",
  ],
  [
    "a vendored function",
    { [added]: goFile("var _ = netlink.NoSuch", "netlink") },
    added,
    "undefined: netlink.NoSuch",
  ],
  [
    "the number of arguments",
    { [added]: goFile("var _, _ = route.Upsert(route.Route{}, 1)", "route") },
    added,
    "too many arguments in call to route.Upsert",
  ],
  [
    "the number of results",
    { [added]: goFile("var only = route.Upsert(route.Route{})", "route") },
    added,
    "single-value context",
  ],
  [
    "the type of an argument",
    { [added]: goFile("var _, _ = route.Upsert(1)", "route") },
    added,
    "cannot use 1",
  ],
  ["an import without use", { [added]: goFile("", "route") }, added, "imported and not used"],
  [
    "a variable without use",
    { [added]: goFile("func added() { unused := 1 }") },
    added,
    "declared and not used: unused",
  ],
  [
    "a second declaration",
    { [added]: goFile("func NewNodeHandler() {}") },
    handler,
    "NewNodeHandler redeclared",
  ],
  [
    "a case twice",
    { [added]: goFile("func added(i int) { switch i {\ncase 1, 2:\ncase 2:\n} }") },
    added,
    "duplicate case 2",
  ],
  ["a missing return", { [added]: goFile("func added() int {}") }, added, "missing return"],
  ["syntax", { [added]: goFile("func added( {") }, added, "expected"],
  [
    "a package that is not there",
    { [added]: `package linux\n\nimport _ "example.org/no/such"\n` },
    added,
    "no such package",
  ],
  [
    "an import cycle that only bodies make",
    {
      "pkg/defaults/added.go": `package defaults\n\nimport "github.com/cilium/cilium/pkg/option"\n\nfunc added() { _ = option.Config }\n`,
    },
    "pkg/defaults/added.go",
    "import cycle not allowed",
  ],
  ["an in-package test", { [addedTest]: goFile("var _ = noSuch") }, addedTest, "undefined: noSuch"],
  ...["privileged_tests", "unparallel"].map(
    (tag) =>
      [
        `a test behind the tag ${tag}`,
        { [addedTest]: `//go:build ${tag}\n\n${goFile("var _ = noSuch")}` },
        addedTest,
        "undefined: noSuch",
      ] as const,
  ),
  [
    "an external test",
    {
      [addedTest]: `package linux_test\n\nimport "github.com/cilium/cilium/pkg/datapath/linux"\n\nvar _ = linux.NoSuch\n`,
    },
    addedTest,
    "undefined: linux.NoSuch",
  ],
  [
    "a package that leans on its own tests",
    { [added]: goFile("var _ = onlyInTests"), [addedTest]: goFile("var onlyInTests = 1") },
    added,
    "undefined: onlyInTests",
  ],
  [
    "a caller of what is gone from another package",
    { "pkg/datapath/linux/route/route_linux.go": null },
    handler,
    "undefined: route.Upsert",
  ],
  [
    "a caller of what takes more arguments in another package",
    { "pkg/datapath/linux/route/route_linux.go": upsertWithMore },
    handler,
    "not enough arguments in call to route.Upsert",
  ],
  [
    "a function of a later Go",
    { [added]: goFile("var _ = errors.Join()", "errors") },
    added,
    "undefined before go1.20: errors.Join",
  ],
  [
    "a method of a later Go",
    { [addedTest]: `package linux\n\nimport "testing"\n\nfunc TestAdded(t *testing.T) { t.Context() }\n` },
    addedTest,
    "undefined before go1.24: testing.T.Context",
  ],
  [
    "the language of a later Go",
    { [added]: goFile("func added() { for range 10 {} }") },
    added,
    "requires go1.22",
  ],
];

/** Changes that bring nothing wrong. */
const sound: readonly (readonly [string, Change])[] = [
  [
    "what is there",
    {
      [added]: goFile(
        "func added() nodeTypes.Node { return nodeTypes.Node{Name: option.Config.ClusterName} }",
        "node",
        "option",
      ),
    },
  ],
  ["a file for another system", { "pkg/datapath/linux/added_windows.go": goFile("var _ = noSuch") }],
  [
    "an external test that uses a helper of the package's own tests",
    {
      [addedTest]: goFile("var Helper = &linuxNodeHandler{}"),
      "pkg/datapath/linux/external_test.go": `package linux_test\n\nimport "github.com/cilium/cilium/pkg/datapath/linux"\n\nvar _ = linux.Helper\n`,
    },
  ],
  ["a removed file that nobody needs", { "pkg/datapath/linux/node_test.go": null }],
];

/** Asks the Go program about pairs of a base and a changed tree, all in one run. */
function compare(pairs: readonly (readonly [string, string])[]): Comparison[] {
  const input = pairs.map(([base, patched]) => `${JSON.stringify({ base, patched })}\n`).join("");
  const output = execFileSync(join(temp, "typecheck"), [origin.dir], { input, encoding: "utf8" });
  return output
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Comparison);
}

describe.skipIf(!canBuild)("scripts/typecheck (skipped without Go 1.23 or later)", () => {
  const broken = "package linux\n\nvar _ = noSuch\n";
  const found = new Map<string, Comparison | undefined>();

  beforeAll(() => {
    const source = join(packageRoot, "scripts", "typecheck");
    const env = { ...process.env, GOFLAGS: "", GOWORK: "off" };
    execFileSync("go", ["build", "-o", join(temp, "typecheck"), "."], { cwd: source, env });

    const changes = new Map<string, Change>([
      ...mistakes.map(([what, change]) => [branch(what), change] as const),
      ...sound.map(([what, change]) => [branch(what), change] as const),
      ["broken", { [added]: broken }],
    ]);
    commitAll(origin.dir, ref, changes);
    const again = new Map([
      ["moved", { [added]: broken.replace("\n", "\n\n\n") }],
      ["again", { [added]: `${broken}\nvar _ = noSuch\n` }],
    ]);
    commitAll(origin.dir, "broken", again);
    lackContent("lacks", "vendor/example.org/large/large.go");
    const use = `package linux\n\nimport "example.org/large"\n\nvar _ = large.Any\n`;
    commitAll(origin.dir, "lacks", new Map([["uses", { [added]: use }]]));

    const pairs: [string, string][] = [
      ...[...changes.keys()].map((name): [string, string] => [ref, name]),
      ...[...again.keys()].map((name): [string, string] => ["broken", name]),
      ["lacks", "uses"],
      [ref, "no-such-ref"],
      [ref, ref],
    ];
    const answers = compare(pairs);
    for (const [index, [, name]] of pairs.entries()) found.set(name, answers[index]);
  });

  it.each(mistakes)("finds a mistake in %s", (what, _, path, message) => {
    expect(found.get(branch(what))?.errors).toContainEqual({
      path,
      line: expect.any(Number),
      message: expect.stringContaining(message),
    });
  });

  it.each(sound)("finds nothing in %s", (what) => {
    const folders = ["pkg/datapath/linux"];
    expect(found.get(branch(what))).toEqual({ folders, errors: [], known: 0, lacking: [] });
  });

  it("does not count what the base has already, on whatever line, but counts how often", () => {
    expect(found.get("moved")).toMatchObject({ errors: [], known: 1 });
    expect(found.get("again")?.errors).toEqual([{ path: added, line: 5, message: "undefined: noSuch" }]);
  });

  it("tells what a clone lacks from what is wrong", () => {
    expect(found.get("uses")).toMatchObject({ errors: [], lacking: [{ path: added }] });
  });

  it("says so where a tree cannot be read, and goes on", () => {
    expect(found.get("no-such-ref")?.failure).toContain("no-such-ref");
    expect(found.get(ref)).toMatchObject({ folders: [], errors: [] });
  });
});

describe.skipIf(!canBuild)("scripts/typecheck.mjs (skipped without Go 1.23 or later)", () => {
  const script = join(packageRoot, "scripts", "typecheck.mjs");

  function run(args: readonly string[]) {
    return spawnSync(process.execPath, [script, "--repo", origin.dir, ...args], { encoding: "utf8" });
  }

  it("renders each commit that a tag or a fortnight of a branch names, and finds nothing wrong", () => {
    // The sample's commits are of 13 September 2020: the first of these days is before, four are after.
    const days = ["--since", "2020-09-01", "--until", "2020-10-31"];
    const { status, stdout, stderr } = run([
      "--tags",
      "--fortnightly",
      `sample-${ref}`,
      ...days,
      "--per-commit",
    ]);
    expect(stderr).toContain("8 refs, 4 commits");
    expect(stdout).toMatch(/\n[1-9]\d* series checked, 0 with new errors\n$/);
    expect(stdout).not.toContain("could not be checked");
    expect(status).toBe(0);
  });

  it("names what is wrong with a series on disk, with its ref and line", async () => {
    const out = join(temp, "planted");
    mkdirSync(out);
    await plantedSeries(origin, out, ref, handler, (text) => text.replace("n.nodeUpdate(", "n.nodeUpdated("));
    const { status, stdout } = run(["--patches", out]);
    expect(stdout).toMatch(
      /flag-gate pkg\/datapath\/linux\/node\.go: n\.nodeUpdated undefined .*\n +v1\.10\.12:\d+/,
    );
    expect(stdout).toContain("1 series checked, 1 with new errors");
    expect(status).toBe(1);
  });

  it("ends with 2 where it is asked for nothing", () => {
    expect(run([])).toMatchObject({ status: 2, stderr: expect.stringContaining("no refs") });
  });
});

function branch(what: string): string {
  return what.replaceAll(/\W/g, "-");
}

/** Tags a tree with one more file, whose content the repository does not have. */
function lackContent(tag: string, path: string): void {
  const env = { GIT_INDEX_FILE: join(temp, "index") };
  git(origin.dir, ["read-tree", ref], { env });
  git(origin.dir, ["update-index", "--add", "--cacheinfo", `100644,${"1".repeat(40)},${path}`], { env });
  const tree = git(origin.dir, ["write-tree", "--missing-ok"], { env }).trim();
  const commit = git(origin.dir, ["commit-tree", tree, "-m", tag]).trim();
  git(origin.dir, ["tag", tag, commit]);
}
