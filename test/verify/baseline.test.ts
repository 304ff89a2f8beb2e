import { describe, expect, it } from "vitest";
import type { EngineCommand, EngineResult } from "../../src/host/engine.ts";
import {
  buildPackage,
  makeBaseline,
  surplus,
  vetFindings,
  vetNewPackage,
  worstOf,
} from "../../src/verify/baseline.ts";
import type { TreeState } from "../../src/verify/tree-state.ts";

const exited = (status: number, stderr = ""): EngineResult => ({
  ended: "exited",
  status,
  stdout: "",
  stderr,
});
const ok = exited(0);

/** A tree without `pkg/new`, whose go gives these results, one after another; the last one from then on. */
function treeWith(...results: readonly EngineResult[]) {
  const commands: string[] = [];
  const next = (command: readonly string[]) => {
    commands.push(command.join(" "));
    return results[Math.min(commands.length, results.length) - 1] ?? ok;
  };
  const session = {
    tree: "/go/tree",
    scratch: "/scratch",
    run: async ({ command, cwd }: EngineCommand) => next([`in ${cwd}:`, ...command]),
  };
  const state = {
    texts: new Map(),
    go: {
      tree: { session, baseHas: async (name: string) => name !== "pkg/new" },
      overlay: { file: "/shown/s/overlay.json", vetTool: "/shown/s/vet", paths: new Map() },
      env: {},
      run: async (args: readonly string[]) => next(args),
    },
  } as unknown as TreeState;
  return { state, commands };
}

/** A store of texts, and what is in it. */
function makeStore() {
  const texts = new Map<string, string>();
  const store = {
    get: async (key: string) => texts.get(key),
    set: async (key: string, text: string) => void texts.set(key, text),
  };
  return { store, texts };
}

describe("buildPackage", () => {
  it.each([
    ["a package that compiles", ok, { ok: true, cutShort: false, output: "" }],
    [
      "one that does not, by paths of the repository",
      exited(1, "# pkg/a\n/shown/s/files/pkg/a/x.go:3: undefined: y\n/go/tree/pkg/b.go:1: z\n"),
      { ok: false, cutShort: false, output: "# pkg/a\npkg/a/x.go:3: undefined: y\npkg/b.go:1: z" },
    ],
    [
      "one with nothing to compile",
      exited(1, "no Go files in /go/tree/pkg/a\n"),
      { ok: true, cutShort: false, output: "" },
    ],
    [
      "an error of go itself, which is none of the package",
      exited(1, "go: cannot find main module\n"),
      { ok: false, cutShort: true, output: "go: cannot find main module" },
    ],
  ])("tells %s", async (_, result, outcome) => {
    expect(await buildPackage(treeWith(result).state, "pkg/a")).toEqual(outcome);
  });

  it("has no result of a compiler that was stopped", async () => {
    const { state } = treeWith({ ...exited(137), ended: "out-of-memory" });
    expect(await buildPackage(state, "pkg/a")).toMatchObject({
      ok: false,
      cutShort: true,
      output: expect.stringContaining("raise it with --memory"),
    });
  });
});

it("vets a package that only the series has in a copy of the tree, and names its files from the root", async () => {
  const { state, commands } = treeWith(exited(1, "/copy/pkg/new/x.go:3: self-assignment\n"));
  const scratchTree = async () => ({
    show: <T>(_: unknown, work: (root: string) => Promise<T>) => work("/copy"),
  });
  const { output } = await vetNewPackage({ scratchTree }, state, "pkg/new");
  expect(output).toBe("pkg/new/x.go:3: self-assignment");
  expect(commands).toEqual(["in /copy: go vet ./pkg/new"]);
});

describe("makeBaseline", () => {
  it("measures once, however often it is asked, and not at all what an earlier run left in the store", async () => {
    const { store } = makeStore();
    const first = treeWith(exited(2, "pkg/a/x.go:1: broken\n"));
    const baseline = makeBaseline(first.state, store);
    const found = await Promise.all([baseline.vet("pkg/a"), baseline.vet("pkg/a")]);
    expect(first.commands).toHaveLength(1);
    const later = treeWith();
    expect(await makeBaseline(later.state, store).vet("pkg/a")).toEqual(found[0]);
    expect(found[0]?.output).toBe("pkg/a/x.go:1: broken");
    expect(later.commands).toEqual([]);
  });

  it("keeps results of building and vetting apart", async () => {
    const { store } = makeStore();
    const baseline = makeBaseline(treeWith(ok, exited(1, "x.go:1: bad\n")).state, store);
    expect((await baseline.build("pkg/a")).ok).toBe(true);
    expect((await baseline.vet("pkg/a")).ok).toBe(false);
  });

  it("leaves nothing for later runs where the command was cut short", async () => {
    const { store, texts } = makeStore();
    const baseline = makeBaseline(treeWith({ ...ok, ended: "timed-out" }).state, store);
    expect((await baseline.build("pkg/a")).cutShort).toBe(true);
    await baseline.remember(
      "x",
      async () => "no",
      () => false,
    );
    await baseline.remember(
      "y",
      async () => "yes",
      () => true,
    );
    expect([...texts]).toEqual([["y", '"yes"']]);
  });

  it("takes a package that the base does not have for a sound one without tests", async () => {
    const { state, commands } = treeWith(exited(1, "x.go:1: bad\n"));
    const baseline = makeBaseline(state, makeStore().store);
    const sound = { ok: true, cutShort: false, output: "" };
    expect([await baseline.build("pkg/new"), await baseline.vet("pkg/new")]).toEqual([sound, sound]);
    expect(await baseline.tests("pkg/new", "unit")).toMatchObject({ status: "no-tests", tests: {} });
    expect(commands).toEqual([]);
  });
});

describe("new findings", () => {
  it("are told apart without their lines, whatever form their paths have", () => {
    const output =
      "# pkg/a\n\npkg/a/x.go:3:7: bad\n./pkg/a/x.go:9: worse\nvet: pkg/a/y.go:1:2: undefined: z\n";
    expect(vetFindings(output)).toEqual(["pkg/a/x.go: bad", "pkg/a/x.go: worse", "pkg/a/y.go: undefined: z"]);
  });

  it("count: a second one with the same words is new", () => {
    expect(surplus(["a", "b", "a", "a"], ["a", "c", "a"])).toEqual(["b", "a"]);
    expect(surplus(["a"], ["a", "a"])).toEqual([]);
  });
});

describe("worstOf", () => {
  const sound = { name: "pkg/a", status: "pass", output: "" } as const;
  const failed = { name: "pkg/b", status: "fail", output: "# pkg/b\nx.go:1: bad\nx.go:2: worse" } as const;
  const broken = { name: "pkg/c", status: "base-broken", output: "" } as const;

  it("takes a failure of the series for worse than a broken base", () => {
    expect(worstOf([sound, broken, failed])).toEqual({ outcome: "fail", reason: "pkg/b: x.go:1: bad" });
    expect(worstOf([sound, broken])).toEqual({
      outcome: "could-not-run",
      reason: "the unpatched base fails in pkg/c, so the series cannot be checked there: it says nothing",
    });
    expect(worstOf([sound])).toEqual({ outcome: "pass", reason: null });
  });
});
