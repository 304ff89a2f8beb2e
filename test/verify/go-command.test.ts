import { describe, expect, it } from "vitest";
import type { EngineCommand } from "../../src/host/engine.ts";
import {
  firstTelling,
  type GoTree,
  goEnvironment,
  hasNoGoFiles,
  makeGoCommand,
  pathsInTree,
  tail,
} from "../../src/verify/go-command.ts";

const overlay = { file: "/shown/state/overlay.json", vetTool: "", paths: new Map() };

/** Go on a tree, and the commands that it is given. */
function makeGo() {
  const commands: EngineCommand[] = [];
  const session = {
    tree: "/go/tree",
    goPath: "/go",
    run: async (command: EngineCommand) => commands.push(command),
  };
  const tree = { session, hasModule: true, wantsC: false } as unknown as GoTree;
  return { go: makeGoCommand(tree, overlay), commands };
}

describe("goEnvironment", () => {
  it("builds a module from its own vendor folder, and a tree without go.mod from the GOPATH", () => {
    const module = goEnvironment({ hasModule: true, wantsC: false }, "/go");
    expect(module).toMatchObject({ GO111MODULE: "on", GOFLAGS: "-mod=vendor", GOPATH: "/go" });
    expect(goEnvironment({ hasModule: false, wantsC: false }, "/go")).toMatchObject({
      GO111MODULE: "off",
      GOFLAGS: "",
    });
  });

  it("lets Go download nothing, and use C only where the tree does", () => {
    const env = goEnvironment({ hasModule: true, wantsC: true }, "/go");
    expect(env).toMatchObject({ GOPROXY: "off", GOTOOLCHAIN: "local", GOTELEMETRY: "off", CGO_ENABLED: "1" });
    expect(goEnvironment({ hasModule: true, wantsC: false }, "/go")["CGO_ENABLED"]).toBe("0");
  });
});

it("makeGoCommand runs go at the tree's root, as a tool, with its own environment", async () => {
  const { go, commands } = makeGo();
  await go.run(["vet", "./a b"], 5);
  expect(commands).toEqual([
    { command: ["go", "vet", "./a b"], cwd: "/go/tree", env: go.env, privileges: "tool", timeoutMs: 5 },
  ]);
  expect(go.env["GOPATH"]).toBe("/go");
});

it("pathsInTree names files from the root, whether they are the tree's or the overlay's", () => {
  const output = "/shown/state/files/pkg/a.go:1: x\n\t/go/tree/pkg/b.go:2: y\n/usr/lib/go/c.go:3: z";
  expect(pathsInTree(makeGo().go, output)).toBe("pkg/a.go:1: x\n\tpkg/b.go:2: y\n/usr/lib/go/c.go:3: z");
});

describe("hasNoGoFiles", () => {
  it("is false for other errors, and for those words within a line", () => {
    expect(hasNoGoFiles("pkg/a/x.go:1: undefined: y\n")).toBe(false);
    expect(hasNoGoFiles('x.go:1: "no Go files in here"\n')).toBe(false);
  });
});

describe("what is told of an output", () => {
  it("is its end, without blank lines there, and with long lines shortened", () => {
    expect(tail("a\nb\nc\n\n", 2)).toBe("b\nc");
    expect(tail("a", 5)).toBe("a");
    const [line = ""] = tail(`${"x".repeat(1500)}${"y".repeat(1500)}`, 1).split("\n");
    expect(line).toBe("x".repeat(1000));
  });

  it("is in short its first line that is no heading, within limits", () => {
    expect(firstTelling("# pkg/a\n\n  \nx.go:1: bad\ny.go:2: bad\n")).toBe("x.go:1: bad");
    expect(firstTelling("# pkg/a\n")).toBe("it says nothing");
    expect(firstTelling("=== RUN   Test\n-----\nMISS: a_test.go:1: s.Test\n...\nFAIL: b\n")).toBe("FAIL: b");
    expect(firstTelling("z".repeat(1000))).toHaveLength(300);
  });
});
