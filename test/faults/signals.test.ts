import { spawn } from "node:child_process";
import { readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { makeOrigin, type Origin } from "../helpers/clone.ts";
import { programFolder, temporaryFolder } from "../helpers/clone-program.ts";

// Promise: a signal ends the program with exit code 130, from its first moments on; a second one ends it at once.
const temp = temporaryFolder();
const main = join(programFolder, "dist", "bin", "cilium-patchkit.js");
let origin: Origin;

beforeAll(async () => {
  origin = await makeOrigin(temp);
});

/** Runs the program with a module loaded before it. */
function start(preload: string, args: readonly string[], signals: (pid: number) => void = () => {}) {
  const child = spawn(process.execPath, ["--import", pathToFileURL(preload).href, main, ...args], {
    cwd: tmpdir(),
    env: { PATH: process.env["PATH"], HOME: temp, TMPDIR: temp },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stderr = "";
  child.stderr.on("data", (chunk: Buffer) => {
    stderr += chunk.toString();
    if (stderr.includes("ready") && child.pid !== undefined) signals(child.pid);
  });
  return new Promise<{ code: number | null; stderr: string }>((resolve) =>
    child.on("close", (code) => resolve({ code, stderr })),
  );
}

describe("a signal in the first moments", () => {
  it.each(["SIGINT", "SIGTERM", "SIGHUP"])("%s gives 130 while modules load", async (signal) => {
    // Signals when the second module of the program is asked for, and lets it arrive before that loads.
    const hooks = join(temp, `hooks-${signal}.mjs`);
    writeFileSync(
      hooks,
      `let seen = 0;
export async function load(url, context, next) {
  if (url.includes("/dist/bin/") && ++seen === 3) {
    process.kill(process.pid, "${signal}");
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return next(url, context);
}
`,
    );
    const preload = join(temp, `preload-${signal}.mjs`);
    writeFileSync(
      preload,
      `import { register } from "node:module"; register(${JSON.stringify(pathToFileURL(hooks).href)});`,
    );
    const { code, stderr } = await start(preload, ["inspect", "-C", origin.dir]);
    expect([code, stderr]).toEqual([130, expect.stringContaining("interrupted")]);
  });
});

describe("a second Ctrl-C", () => {
  it("ends the program at once, where the first has to wait", async () => {
    // Whatever is removed takes for ever.
    const preload = join(temp, "slow.mjs");
    writeFileSync(
      preload,
      `import { syncBuiltinESMExports } from "node:module";
import fs from "node:fs";
fs.promises.rm = () => {
  process.stderr.write("ready\\n");
  return new Promise(() => setInterval(() => {}, 1000));
};
syncBuiltinESMExports();
`,
    );
    let sent = 0;
    const run = start(preload, ["inspect", "-C", origin.dir], (pid) => {
      if (sent++ > 0) return;
      process.kill(pid, "SIGINT");
      setTimeout(() => process.kill(pid, "SIGINT"), 400);
    });
    expect((await run).code).toBe(130);
    expect(readdirSync(temp).length).toBeGreaterThan(0);
  });
});
