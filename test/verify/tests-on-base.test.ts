import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { EngineCommand, EngineResult } from "../../src/host/engine.ts";
import type { EngineCheckInput } from "../../src/verify/check.ts";
import { compileOnBase } from "../../src/verify/tests-on-base.ts";

const own = "pkg/route";
/** Where a session has the working folder. */
const sessionWork = "/session";
const files = [
  { path: `${own}/route.go`, after: "package route // new\n" },
  { path: `${own}/route_test.go`, after: "package route // its test\n" },
  { path: "pkg/config/config.go", after: "package config // new\n" },
  { path: "pkg/config/config_test.go", after: "package config // its test\n" },
];
const refused = { trouble: "the rendered tests do not compile on the base" };

describe("compileOnBase", () => {
  let work: string;
  beforeEach(async () => {
    work = await mkdtemp(join(tmpdir(), "patchkit-on-base-"));
  });
  afterEach(() => rm(work, { recursive: true }));

  /** Compiles a package's tests with a Go that answers this, and says which files of the series it had. */
  async function compile(packageName: string, status: number, stderr: string) {
    const overlays: string[] = [];
    const session = {
      tree: "/tree",
      async run({ command }: EngineCommand): Promise<EngineResult> {
        const at = command.indexOf("-overlay");
        if (at < 0) return { ended: "exited", status: 0, stdout: "", stderr: "" };
        overlays.push(
          await readFile(join(work, (command[at + 1] ?? "").slice(sessionWork.length + 1)), "utf8"),
        );
        return { ended: "exited", status, stdout: "", stderr };
      },
    };
    const input = {
      files,
      parts: [{ trials: { folder: own } }],
      patched: { name: "p" },
      bench: {
        session,
        tree: { session },
        generated: new Map(),
        folders: { work, sessionWork, sessionTree: "/tree" },
      },
    } as unknown as EngineCheckInput;
    const compiled = await compileOnBase(input, { packageName, kind: "unit", tests: [] });
    const replaced = overlays.map((overlay) =>
      Object.keys(JSON.parse(overlay).Replace).map((path) => path.slice("/tree/".length)),
    );
    return { compiled, replaced };
  }

  it("adds the tests of a package to the base, and to the proposal's own what the series changes elsewhere", async () => {
    const elsewhere = await compile("pkg/config", 0, "");
    expect(elsewhere.replaced).toEqual([["pkg/config/config_test.go"]]);
    expect(elsewhere.compiled).toMatchObject({ binary: { packageName: "pkg/config" } });
    const { replaced } = await compile(own, 0, "");
    expect(replaced).toEqual([[`${own}/route_test.go`, "pkg/config/config.go", "pkg/config/config_test.go"]]);
  });

  it.each([
    ["a function", "config_test.go:5:2: undefined: Summary"],
    ["a field", "config_test.go:5:9: c.Enable undefined (type *Config has no field or method Enable)"],
    ["a field in a literal", "config_test.go:5:9: unknown field Enable in struct literal of type Config"],
    ["a parameter", "config_test.go:5:9: too many arguments in call to New\n\thave (bool)\n\twant ()"],
  ])("counts tests of another package as red that need %s of the series", async (_what, words) => {
    const { compiled } = await compile(
      "pkg/config",
      1,
      `# pkg/config [pkg/config.test]\npkg/config/${words}\n`,
    );
    expect(compiled).toBeUndefined();
  });

  it("has no answer where Go itself fails, or where the proposal's own tests do not compile", async () => {
    expect((await compile("pkg/config", 1, "go: cannot find main module\n")).compiled).toMatchObject(refused);
    const { compiled } = await compile(own, 1, "pkg/route/route_test.go:5:2: undefined: Skip\n");
    expect(compiled).toEqual({ ...refused, log: expect.stringContaining("undefined: Skip") });
  });
});
