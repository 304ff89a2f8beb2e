import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { verifyValue } from "../../src/cli/values.ts";
import { type VerifyCell, verifyCell } from "../../src/cli/verify-cell.ts";
import { makeOrigin, type Origin, shapes, variants } from "../helpers/clone.ts";
import { parseOutput, patchkit, programFolder, temporaryFolder } from "../helpers/clone-program.ts";

// Promise: series are rendered and verified ref by ref, what was found is on disk at once, and a killed run goes on.
const temp = temporaryFolder();
const pairs = shapes.length * variants.length;
let origin: Origin;

beforeAll(async () => {
  origin = await makeOrigin(temp);
});

function argsFor(out: string, ...more: string[]): string[] {
  const refs = shapes.flatMap((shape) => ["--ref", shape]);
  const common = ["-C", origin.dir, "--engine", "host", "--checks", "apply", "--cache", join(temp, "cache")];
  return ["verify", ...common, ...refs, "--out", join(temp, out), ...more];
}

function cellsOf(stdout: string): VerifyCell[] {
  return stdout
    .split("\n")
    .filter(Boolean)
    .map((line) => verifyCell.parse(JSON.parse(line)));
}

/** Kills a run at its first line. */
async function runAndDie(out: string): Promise<void> {
  const main = join(programFolder, "dist", "bin", "cilium-patchkit.js");
  const child = spawn(process.execPath, [main, ...argsFor(out, "--json-lines")], {
    env: { PATH: process.env["PATH"], HOME: tmpdir(), TMPDIR: tmpdir() },
    stdio: ["ignore", "pipe", "ignore"],
  });
  child.stdout.once("data", () => child.kill("SIGKILL"));
  expect(await new Promise((resolve) => child.once("close", (_, signal) => resolve(signal)))).toBe("SIGKILL");
}

describe("a verification that is killed half way", () => {
  it("has evidence of what was done, and no series of refs whose turn did not come", async () => {
    await runAndDie("killed");
    expect(existsSync(join(temp, "killed", shapes[0], variants[0] ?? "", "evidence.json"))).toBe(true);
    expect(existsSync(join(temp, "killed", shapes[3]))).toBe(false);
  });

  it("goes on where it was", async () => {
    const run = await patchkit(argsFor("killed", "--json"));
    const { evidence } = parseOutput(run, verifyValue);
    expect(run.code).toBe(0);
    expect(evidence.map(({ ref, variant }) => `${ref} ${variant}`)).toEqual(
      shapes.flatMap((shape) => variants.map((variant) => `${shape} ${variant}`)),
    );
    const cached = evidence.filter(({ checks }) => checks.every((check) => check.cached)).length;
    expect(cached).toBeGreaterThan(0);
    expect(cached).toBeLessThan(pairs);
  });
});

describe("verify --json-lines", () => {
  it("prints a line for each ref and variant, those without a series too", async () => {
    const run = await patchkit(argsFor("lines", "--ref", "nothing", "--json-lines"));
    const cells = cellsOf(run.stdout);
    expect(run.code).toBe(2);
    expect(cells.filter(({ status }) => status === "verified")).toHaveLength(pairs);
    const refused = cells.filter(({ status }) => status === "refused");
    expect(refused.map(({ ref, variant, evidence }) => [ref, variant, evidence])).toEqual(
      variants.map((variant) => ["nothing", variant, null]),
    );
    for (const { status, evidence, ref } of cells)
      if (status === "verified") expect(evidence).toMatchObject({ ref, checks: [{ check: "apply" }] });
    expect(run.stderr).toMatch(
      new RegExp(`^2/${shapes.length}  ${shapes[1]}  \\d+ s, about \\d+ s left$`, "m"),
    );
  });
});
