import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { doctorValue } from "../../src/cli/values.ts";
import { commonRef, makeOrigin, type Origin } from "../helpers/clone.ts";
import { patchkit, patchkitOnTerminal, temporaryFolder } from "../helpers/clone-program.ts";
import { inShell, type ShellRun } from "../helpers/shell.ts";

// Promise: what the surroundings lack ends a run with exit code 2 and a sentence, never with a stack.
const temp = temporaryFolder();
let origin: Origin;
let inspect: string;

beforeAll(async () => {
  origin = await makeOrigin(temp);
  inspect = `patchkit inspect -C '${origin.dir}' --ref ${commonRef}`;
});

function expectSentence({ stdout, stderr }: ShellRun): void {
  expect(`${stdout}${stderr}`).not.toMatch(/\n +at |node:internal|"bug"|: bug:/);
}

/** The environment's fault, told in one sentence. */
function expectRefused(run: ShellRun, says: RegExp): void {
  expectSentence(run);
  expect(run.code, run.stderr).toBe(2);
  expect(run.stderr).toMatch(says);
}

describe("streams", () => {
  it("a reader that has enough ends the run quietly, with its own exit code", async () => {
    for (const command of [`${inspect} --json`, "patchkit --help", "patchkit variants --json"]) {
      const run = await inShell(`${command} | head -c 1 | wc -c`);
      expect({ ...run, stdout: run.stdout.trim() }).toEqual({ code: 0, stdout: "1", stderr: "" });
    }
    // No reader at all, from the start.
    const run = await inShell(`(sleep 0.1; ${inspect}; echo "$?" >&2) | true`);
    expect(run.stderr).toBe("0\n");
  });

  it("a full disk behind the output is told, with exit code 2", async () => {
    for (const command of [inspect, `${inspect} --json`, "patchkit --help", "patchkit --version"])
      expectRefused(await inShell(`${command} >/dev/full`), /standard output.*ENOSPC/);
  });

  it("closed and full streams are no reason to fail, where nothing has to be told", async () => {
    for (const closed of [">&-", "2>&-", "<&-", ">&- 2>&-", "2>/dev/full"]) {
      const run = await inShell(`${inspect} ${closed}`);
      expectSentence(run);
      expect(run.code, closed).toBe(0);
    }
    expect((await inShell("patchkit generate --no-such-flag 2>/dev/full")).code).toBe(2);
  });
});

describe("folders", () => {
  it("a current folder that is gone is told, where it is needed", async () => {
    const gone = `mkdir '${temp}/gone' && cd '${temp}/gone' && rmdir '${temp}/gone'`;
    expectRefused(await inShell(`${gone} && patchkit inspect`), /current folder/);
    expectRefused(await inShell(`${gone} && ${inspect.replace("inspect", "generate")}`), /current folder/);
    expectRefused(await inShell(`${gone} && ${inspect}`), /current/);
    expect((await inShell(`${gone} && patchkit --version`)).code).toBe(0);
  });

  it.each(["/proc/patches", "/proc/self/fd/patches", "/sys/patches", "/dev/null/patches", "/dev/full"])(
    "an output folder %s is refused",
    async (out) => {
      const generate = inspect.replace("inspect", "generate");
      expectRefused(await inShell(`${generate} --variant flag-gate --out ${out}`), /not-writable.*expected/);
    },
  );

  it("a folder for temporary files that is none is told", async () => {
    const none = { TMPDIR: join(temp, "no-such-folder"), HOME: temp };
    for (const command of [inspect, "patchkit demo", inspect.replace("inspect", "verify")])
      expectRefused(await inShell(command, none), /no-such-folder/);
    const doctor = await inShell("patchkit doctor --json", none);
    expectSentence(doctor);
    const { findings } = doctorValue.parse(JSON.parse(doctor.stdout));
    expect(findings.find(({ name }) => name === "git")?.ok).toBe(true);
    expect(findings.find(({ name }) => name === "disk")).toMatchObject({ ok: false });
  });

  it("a relative folder for temporary files is that of the current folder", async () => {
    mkdirSync(join(temp, "here", "tmp"), { recursive: true });
    const run = await inShell(`cd '${temp}/here' && ${inspect}`, { TMPDIR: "tmp" });
    expect(run).toMatchObject({ code: 0, stderr: "" });
    expect(readdirSync(join(temp, "here", "tmp"))).toEqual([]);
  });
});

describe("terminals", () => {
  it("that cannot move the cursor are not asked to", () => {
    const { shown, code } = patchkitOnTerminal(["inspect", "-C", origin.dir, "--ref", commonRef], {
      env: { TERM: "dumb" },
    });
    expect(code).toBe(0);
    expect(shown).not.toMatch(/\x1b|\r(?!\r?\n)/);
  });

  it("show no colour where none is wanted", () => {
    const args = ["inspect", "-C", origin.dir, "--ref", commonRef];
    const plain = patchkitOnTerminal(args, { env: { NO_COLOR: "1" } });
    expect(plain.shown).not.toMatch(/\x1b\[\d+m/);
  });
});

describe("limits", () => {
  it.each(["-n 32", "-n 64", "-v 1200000"])("of the operating system (ulimit %s) are told", async (limit) => {
    const wrap = ["sh", "-c", `ulimit ${limit} && exec "$@"`, "sh"];
    const run = await patchkit(["generate", "-C", origin.dir, "--ref", commonRef, "--dry-run"], { wrap });
    expect(run.code, run.stderr).toBe(2);
    expect(run.stderr).toMatch(/too many open files|EMFILE|expected memory/);
    expect(run.stderr).not.toContain("    at ");
  });
});
