import { describe, expect, it } from "vitest";
import type { EngineResult } from "../../../src/host/engine.ts";
import { buildPaths } from "../../../src/profile/index.ts";
import type { EngineCheckInput } from "../../../src/verify/check.ts";
import { agentBinary, buildCheck } from "../../../src/verify/checks/build.ts";

const agent = buildPaths.agentProgram;
const broken: Partial<EngineResult> = { status: 1, stderr: "# pkg/a\nx.go:1: undefined: y\n" };

/** A tree that the series touches in these packages, the agent added. */
interface Built {
  /** What go says of a package with the series; by default, nothing. */
  readonly now?: Readonly<Record<string, Partial<EngineResult>>>;
  /** Packages that do not compile on the base either. */
  readonly brokenBefore?: readonly string[];
  readonly absent?: readonly string[];
  readonly via?: "run" | "build";
}

async function run(
  touched: readonly string[],
  { now = {}, brokenBefore = [], absent = [], via = "run" }: Built,
) {
  const linked: string[] = [];
  const asked: string[] = [];
  const input = {
    via,
    files: touched.map((name) => ({ path: `${name}/x.go`, before: "", after: "" })),
    bench: { session: { scratch: "/scratch", place: { image: null } }, base: { absent } },
    patched: {
      name: "p",
      go: {
        tree: { session: { tree: "/tree", scratch: "/scratch" } },
        overlay: { file: "/shown/p/overlay.json" },
        run: async (args: readonly string[]): Promise<EngineResult> => {
          const name = (args.at(-1) ?? "").replace("./", "");
          asked.push(name);
          if (args.includes("/scratch/p/cilium-agent")) linked.push(name);
          return { ended: "exited", status: 0, stdout: "", stderr: "", ...now[name] };
        },
      },
    },
    baseline: { build: async (name: string) => ({ ok: !brokenBefore.includes(name) }) },
  } as unknown as EngineCheckInput;
  if (buildCheck.needs !== "engine") throw new Error("the check runs in an engine");
  return { finding: await buildCheck.run(input), asked, linked, input };
}

describe("build", () => {
  it("compiles the touched packages and the agent, and links the agent alone, under its own name", async () => {
    const { finding, asked, linked, input } = await run(["pkg/b", "pkg/a", "pkg/a"], {});
    expect(asked).toEqual(["pkg/a", "pkg/b", agent]);
    expect(linked).toEqual([agent]);
    expect(agentBinary(input)).toBe("/scratch/p/cilium-agent");
    const packages = ["pkg/a", "pkg/b", agent].map((name) => ({ name, status: "pass", output: "" }));
    expect(finding).toEqual({ outcome: "pass", reason: null, log: "", details: { via: "run", packages } });
  });

  it("compiles the agent once where the series changes it", async () => {
    expect((await run([agent], {})).asked).toEqual([agent]);
  });

  it("fails for what compiles on the base, and takes all else that is broken for the base's", async () => {
    const now = { "pkg/a": broken, "pkg/b": broken };
    const { finding } = await run(["pkg/a", "pkg/b"], { now, brokenBefore: ["pkg/a"] });
    expect(finding).toMatchObject({
      outcome: "fail",
      reason: "pkg/b: x.go:1: undefined: y",
      details: {
        packages: [
          { name: "pkg/a", status: "base-broken" },
          { name: "pkg/b", status: "fail", output: "# pkg/a\nx.go:1: undefined: y" },
          { name: agent, status: "pass" },
        ],
      },
    });
  });

  it("names a file that the clone lacks where the base is broken, and not where the series is", async () => {
    const built = { now: { "pkg/a": broken }, absent: ["vendor/x/y.go", "vendor/x/z.go"] };
    const onBase = await run(["pkg/a"], { ...built, brokenBefore: ["pkg/a"] });
    expect(onBase.finding).toMatchObject({
      outcome: "could-not-run",
      reason: expect.stringMatching(
        /^vendor\/x\/y\.go is missing from the clone; the unpatched base fails in pkg\/a/,
      ),
    });
    expect((await run(["pkg/a"], built)).finding.reason).toBe("pkg/a: x.go:1: undefined: y");
  });

  it("has no result of a compiler that was stopped, and asks for no more packages", async () => {
    const { finding, asked } = await run(["pkg/a", "pkg/b"], { now: { "pkg/a": { ended: "timed-out" } } });
    expect(finding).toMatchObject({
      outcome: "could-not-run",
      reason: expect.stringMatching(/^go build of pkg\/a: it exceeded its time limit/),
      details: null,
    });
    expect(asked).toEqual(["pkg/a"]);
  });

  it("leaves the agent to an image where it is asked to, which not every engine can make", async () => {
    const { finding, asked } = await run(["pkg/a"], { via: "build" });
    expect(finding).toMatchObject({
      outcome: "could-not-run",
      reason: "this engine cannot build images; use --via run",
    });
    expect(asked).toEqual(["pkg/a"]);
  });
});
