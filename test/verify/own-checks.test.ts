import { describe, expect, it } from "vitest";
import type { EngineCommand, EngineResult } from "../../src/host/engine.ts";
import type { EngineCheckInput } from "../../src/verify/check.ts";
import { runOwnChecks } from "../../src/verify/own-checks.ts";
import { makeFolder } from "../helpers/folder.ts";

const script = (name: string) => `contrib/scripts/check-${name}.sh`;

interface Tree {
  /** Files of the base, by path. */
  readonly base?: Readonly<Record<string, string>>;
  /** What the series makes of files; undefined: gone. */
  readonly changed?: Readonly<Record<string, string | undefined>>;
  /** How a command ends on the patched tree and on the base. */
  readonly ends?: (state: "patched" | "base") => Partial<EngineResult>;
  readonly missing?: readonly string[];
}

async function run({ base = {}, changed = {}, ends = () => ({}), missing = [] }: Tree) {
  const ran: string[] = [];
  const exited: EngineResult = { ended: "exited", status: 0, stdout: "", stderr: "" };
  const session = {
    tree: "/tree",
    async run({ command, cwd }: EngineCommand): Promise<EngineResult> {
      if (command[0] === "sh")
        return { ...exited, stdout: missing.filter((name) => command.includes(name)).join("\n") };
      ran.push(`${command[2]}`);
      return { ...exited, ...ends(cwd === "/copy/patched" ? "patched" : "base") };
    },
  };
  const stateOf = (name: string) => ({
    texts: new Map([[name, ""]]),
    go: { env: {}, overlay: { paths: new Map() } },
  });
  const names = Object.keys(base).filter((path) => path.startsWith("contrib/scripts/"));
  const input = {
    files: Object.entries(changed).map(([path, after]) => ({ path, before: base[path], after })),
    bench: {
      session,
      base: { root: await makeFolder(base) },
      scratchTree: async () => ({
        show: <T>(files: ReadonlyMap<string, unknown>, work: (root: string) => Promise<T>) =>
          work(`/copy/${[...files.keys()].join()}`),
      }),
    },
    checkout: {
      list: async () => names.map((path) => ({ name: path.slice("contrib/scripts/".length), isFile: true })),
    },
    patched: stateOf("patched"),
    base: stateOf("base"),
    baseline: { remember: (_: string, measure: () => Promise<unknown>) => measure() },
  } as unknown as EngineCheckInput;
  return { results: await runOwnChecks(input), ran };
}

describe("runOwnChecks", () => {
  it("runs the check scripts of the patched tree by name, and then the Makefile's other commands", async () => {
    const { results, ran } = await run({
      base: {
        Makefile: `precheck:\n\t${script("b")}\n\tgrep -r TODO pkg\n`,
        [script("c")]: "grep c",
        [script("b")]: "grep b",
        [script("gone")]: "grep gone",
        "contrib/scripts/build.sh": "grep d",
      },
      changed: {
        [script("a")]: "grep a",
        [script("b")]: "grep B",
        [script("gone")]: undefined,
        "pkg/check-z.sh": "",
      },
    });
    expect(results.map(({ command, status }) => [command, status])).toEqual([
      [script("a"), "pass"],
      [script("b"), "pass"],
      [script("c"), "pass"],
      ["grep -r TODO pkg", "pass"],
    ]);
    expect(ran).toEqual(["grep a", "grep B", "grep c", "grep -r TODO pkg"]);
  });

  it.each([
    ["changes the tree", "gofmt -w .", "it runs gofmt in place"],
    ["needs make", "grep $(FILES) x", "it uses make variables"],
    ["needs a program that is not there", "jq . x", "jq not found"],
  ])("does not run a command that %s, and says so", async (_, command, reason) => {
    const { results, ran } = await run({ base: { Makefile: `precheck:\n\t${command}\n` }, missing: ["jq"] });
    expect(results).toEqual([{ command, status: "not-run", reason, output: "" }]);
    expect(ran).toEqual([]);
  });

  it("looks at touched packages alone where a vet tool of the tree would look at all", async () => {
    const { ran } = await run({
      base: { Makefile: "precheck:\n\t$(GO) run ./tools/vet -x ./... | grep y\n\tgrep z ./...\n" },
      changed: { "pkg/b/x.go": "", "pkg/a/y.go": "", "a.md": "" },
    });
    expect(ran).toEqual(["go run ./tools/vet -x ./pkg/a ./pkg/b | grep y", "grep z ./..."]);
  });
});

describe("a check that fails", () => {
  const base = { [script("a")]: "grep a" };
  const lines = (stdout: string) => ({ status: 1, stdout });

  it("is the series' fault where it passes on the base, and tells all, by paths of the repository", async () => {
    const { results } = await run({
      base,
      ends: (state) =>
        state === "base" ? {} : { status: 1, stdout: "/copy/patched/x.go:3: bad\n\n", stderr: "why\n" },
    });
    expect(results).toEqual([
      { command: script("a"), status: "fail", reason: null, output: "x.go:3: bad\nwhy" },
    ]);
  });

  it("is not where it fails on the base, and tells only what is new, whatever the lines", async () => {
    const { results } = await run({
      base,
      ends: (state) => lines(state === "base" ? "x.go:3: bad\n" : "x.go:12: bad\ny.go:1: worse\n"),
    });
    expect(results).toMatchObject([{ status: "base-fails", output: "y.go:1: worse" }]);
  });

  it.each([
    ["patched", /^it exceeded its time limit/],
    ["base", /^on the base, it exceeded its time limit/],
  ] as const)("has no result where it was stopped on the %s tree", async (stopped, reason) => {
    const { results } = await run({
      base,
      ends: (state) => ({ ...lines("x\n"), ...(state === stopped ? { ended: "timed-out" } : {}) }),
    });
    expect(results).toMatchObject([{ status: "not-run", reason: expect.stringMatching(reason), output: "" }]);
  });
});
