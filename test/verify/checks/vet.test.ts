import { describe, expect, it } from "vitest";
import type { EngineResult } from "../../../src/host/engine.ts";
import type { PackageOutcome } from "../../../src/verify/baseline.ts";
import type { EngineCheckInput } from "../../../src/verify/check.ts";
import { vetCheck } from "../../../src/verify/checks/vet.ts";

const sound: PackageOutcome = { ok: true, cutShort: false, output: "" };
const found = (output: string): PackageOutcome => ({ ok: false, cutShort: false, output });

/** What go vet says of a package with the series and on the base, and whether the base's package compiles. */
interface Vetted {
  readonly now: string;
  readonly before: PackageOutcome;
  readonly builds?: boolean;
}

async function run(packages: Readonly<Record<string, Vetted>>, ended: EngineResult["ended"] = "exited") {
  const nameIn = (args: readonly string[]) => (args.at(-1) ?? "").replace("./", "");
  const session = { tree: "/tree", scratch: "/scratch" };
  const input = {
    files: Object.keys(packages).map((name) => ({ path: `${name}/x.go`, before: "", after: "" })),
    bench: { tree: { baseHas: async () => true } },
    patched: {
      go: {
        tree: { session },
        overlay: { file: "/shown/p/overlay.json", vetTool: "/shown/p/vet" },
        run: async (args: readonly string[]) => {
          const stderr = packages[nameIn(args)]?.now ?? "";
          return { ended, status: stderr === "" ? 0 : 1, stdout: "", stderr };
        },
      },
    },
    baseline: {
      vet: async (name: string) => packages[name]?.before ?? sound,
      build: async (name: string) => (packages[name]?.builds === false ? found("x.go:1: undefined") : sound),
    },
  } as unknown as EngineCheckInput;
  if (vetCheck.needs !== "engine") throw new Error("the check runs in an engine");
  return vetCheck.run(input);
}

describe("vet", () => {
  it("passes with findings that the base has as well, on whatever line", async () => {
    const finding = await run({
      "pkg/a": { now: "pkg/a/x.go:12:2: copies lock\n", before: found("pkg/a/x.go:7:2: copies lock") },
      "pkg/b": { now: "", before: sound },
    });
    expect(finding).toMatchObject({
      outcome: "pass",
      reason: null,
      log: "",
      details: {
        packages: [
          { name: "pkg/a", status: "pass" },
          { name: "pkg/b", status: "pass" },
        ],
      },
    });
  });

  it("fails for new ones, and tells no others", async () => {
    const now = "# pkg/a\npkg/a/x.go:12:2: copies lock\npkg/a/x.go:20:2: unreachable code\n";
    const finding = await run({ "pkg/a": { now, before: found("pkg/a/x.go:7:2: copies lock") } });
    expect(finding).toMatchObject({
      outcome: "fail",
      reason: "pkg/a: pkg/a/x.go: unreachable code",
      log: "pkg/a/x.go: unreachable code",
    });
  });

  it.each([
    ["vet cannot check", found("vet: pkg/a/x.go:1:1: undefined: y"), true],
    ["does not compile", found("pkg/a/x.go:1:1: undefined: y"), false],
  ])("blames the base that %s", async (_, before, builds) => {
    const finding = await run({ "pkg/a": { now: "pkg/a/x.go:9: more\n", before, builds } });
    expect(finding).toMatchObject({
      outcome: "could-not-run",
      reason: expect.stringContaining("the unpatched base fails in pkg/a"),
      details: { packages: [{ name: "pkg/a", status: "base-broken" }] },
    });
  });

  it("has no result where go vet has none, with the series or on the base", async () => {
    const stopped = await run({ "pkg/a": { now: "", before: sound } }, "timed-out");
    expect(stopped).toMatchObject({
      outcome: "could-not-run",
      reason: expect.stringMatching(/^go vet of pkg\/a: it exceeded its time limit/),
      details: null,
    });
    const onBase = await run({
      "pkg/a": { now: "", before: { ok: false, cutShort: true, output: "killed" } },
    });
    expect(onBase.reason).toBe("go vet of pkg/a: killed");
  });
});
