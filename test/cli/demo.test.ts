import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { type DemoValue, demoValue } from "../../src/cli/values.ts";
import { shapes, variants } from "../helpers/clone.ts";
import { git } from "../helpers/clone-git.ts";
import { leftovers, parseOutput, patchkit, type Run, temporaryFolder } from "../helpers/clone-program.ts";
import { readSeries } from "../helpers/clone-series.ts";

const temp = temporaryFolder();
const out = join(temp, "demo");
const tempDir = join(temp, "tmp");
let value: DemoValue;
let run: Run;

beforeAll(async () => {
  mkdirSync(tempDir);
  run = await patchkit(["demo", "--out", out, "--json"], {
    env: { PATH: folderWith(["git", "sh", "uname"]), TMPDIR: tempDir },
  });
  value = parseOutput(run, demoValue);
});

/** A PATH with those programs only, so that no Go is found: compiling the sample takes half a minute. */
function folderWith(programs: readonly string[]): string {
  const folder = join(temp, "bin");
  mkdirSync(folder);
  for (const name of programs) {
    const path = execFileSync("sh", ["-c", `command -v ${name}`])
      .toString()
      .trim();
    symlinkSync(path, join(folder, name));
  }
  return folder;
}

describe("demo, where there is git and no Go", () => {
  it("ends with 0", () => {
    expect(run.code).toBe(0);
  });

  it("takes every shape and variant through git am, and says that nothing was compiled", () => {
    expect(value.results).toEqual(
      shapes.flatMap((ref) =>
        variants.map((variant) => ({
          ref,
          variant,
          status: "generated",
          checks: [{ check: "apply", outcome: "pass", reason: null }],
        })),
      ),
    );
  });

  it("leaves a clone to look at, and the series where it says", () => {
    expect(value).toMatchObject({ repo: join(out, "sample.git"), out: join(out, "patches") });
    expect(git(value.repo, ["tag"]).split("\n").filter(Boolean).sort()).toEqual([...shapes].sort());
    expect(readdirSync(value.out).sort()).toEqual(
      [...shapes, "manifest.json", "report.html", "report.md"].sort(),
    );
    expect(value.report).toBe(join(value.out, "report.html"));
    expect(readFileSync(value.report, "utf8")).toContain("cidr-validation");
    for (const { ref, variant } of value.results)
      expect(readSeries(join(value.out, ref, variant)).patchPaths.length).toBeGreaterThan(0);
  });

  it("leaves no temporary files", () => {
    expect(leftovers(tempDir)).toEqual([]);
  });
});

describe("demo --cluster", () => {
  const repo = () => value.repo;

  it("is refused without the word that the tree is trusted, and the sample takes no flags of it", async () => {
    const untrusted = await patchkit(["demo", "--cluster", "-C", repo()]);
    expect(untrusted.code).toBe(2);
    expect(untrusted.stderr).toContain("--cluster: expected --trust-tree");
    const unused = await patchkit(["demo", "--ref", "v1.10.12"]);
    expect(unused.code).toBe(2);
    expect(unused.stderr).toContain("--ref has no effect without --cluster");
  });

  it("goes from a clone to a report that says what the agents lack", async () => {
    const folder = join(temp, "cluster");
    const args = ["--ref", "v1.10.12", "--trust-tree", "--out", folder, "--cache", join(temp, "cache")];
    const found = parseOutput(
      await patchkit(["demo", "--cluster", "-C", repo(), ...args, "--json"], {
        env: { PATH: join(temp, "bin"), TMPDIR: tempDir },
      }),
      demoValue,
    );
    expect(found.repo).toBe(repo());
    expect(found.results.map(({ variant }) => variant)).toEqual(variants);
    for (const { checks } of found.results) {
      expect(checks.map(({ check }) => check)).toEqual(["apply", "cluster"]);
      expect(checks[0]?.outcome).toBe("pass");
    }
    const gate = found.results.find(({ variant }) => variant === "flag-gate")?.checks[1];
    expect(gate).toMatchObject({
      outcome: "could-not-run",
      reason: expect.stringMatching(/setpriv|root|Go/) as string,
    });
    expect(readFileSync(found.report, "utf8")).toContain("with four whole agents");
    expect(leftovers(tempDir)).toEqual([]);
  });
});
