import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { temporaryFolder } from "../helpers/clone-program.ts";
import { writeRunner } from "../helpers/kill-at.ts";

// Promise: a killed run loses nothing of an output folder; the next run puts in order what it left.
const temp = temporaryFolder();
let runner: string;

beforeAll(() => {
  runner = writeRunner(temp);
});

const old = { "1.patch": "old", "2.patch": "old", "series.json": "{}", "evidence.json": "evidence" };

/** An output folder with two series and a manifest. */
function makeOut(name: string): string {
  const out = join(temp, name);
  for (const folder of ["v1/a", "v1/b"]) {
    mkdirSync(join(out, folder), { recursive: true });
    for (const [file, text] of Object.entries(old)) writeFileSync(join(out, folder, file), text);
  }
  writeFileSync(join(out, "manifest.json"), "old");
  return out;
}

/** Text of every file below a folder, by path. */
function filesOf(folder: string): Record<string, string> {
  const entries = readdirSync(folder, { withFileTypes: true, recursive: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(files.map((path) => [path.slice(folder.length + 1), readFileSync(path, "utf8")]));
}

/** The folder's lock as it is some time after its holder was killed. */
function letTimePass(out: string): void {
  if (existsSync(join(out, ".lock"))) utimesSync(join(out, ".lock"), 1, 1);
}

/** Writes new revisions of v1/a, v1/b and v1/c, and is killed at a call of the file system; whether it came to that. */
function writeAndDie(out: string, call: number): boolean {
  const { signal, status, stderr } = spawnSync(process.execPath, [runner, out, "new", String(call)], {
    encoding: "utf8",
  });
  if (signal !== "SIGKILL" && status !== 0) throw new Error(stderr);
  return signal === "SIGKILL";
}

describe("a run that is killed at any rename, write or folder it makes", () => {
  it("loses no file, and the next run leaves whole series and nothing else", () => {
    let call = 1;
    for (; writeAndDie(makeOut(`at-${call}`), call); call++) {
      const out = join(temp, `at-${call}`);
      letTimePass(out);
      const next = spawnSync(process.execPath, [runner, out, "next", "0"], { encoding: "utf8" });
      expect(next.status, next.stderr).toBe(0);
      const files = filesOf(out);
      // The next run wrote v1/d only, so that what is left of the others is the killed run's doing.
      expect(files["v1/d/1.patch"]).toBe("next");
      for (const folder of ["v1/a", "v1/b"]) {
        const names = ["1.patch", "2.patch", "series.json"].map((name) => files[`${folder}/${name}`]);
        expect([names.join(), call]).toSatisfy(
          ([found]) => found === "old,old,{}" || found === "new,new,new",
        );
        expect(files[`${folder}/evidence.json`], `${folder}, killed at call ${call}`).toBe("evidence");
      }
      const isNew = files["v1/a/1.patch"] === "new";
      expect([files["v1/b/1.patch"], files["v1/c/1.patch"], files["manifest.json"]], `call ${call}`).toEqual(
        isNew ? ["new", "new", "new next"] : ["old", undefined, "old next"],
      );
      expect(readdirSync(out).sort()).toEqual(["manifest.json", "v1"]);
      rmSync(out, { recursive: true });
    }
    expect(call).toBeGreaterThan(20);
  });
});

describe("what a killed run left", () => {
  it("is put back where it was moved away", () => {
    const out = makeOut("moved");
    mkdirSync(join(out, ".staging-x", ".old", "v1"), { recursive: true });
    spawnSync("mv", [join(out, "v1/a"), join(out, ".staging-x/.old/v1/a")]);
    spawnSync(process.execPath, [runner, out, "next", "0"]);
    expect(filesOf(out)).toMatchObject({ "v1/a/evidence.json": "evidence", "v1/d/1.patch": "next" });
    expect(existsSync(join(out, ".staging-x"))).toBe(false);
  });

  it("does not replace what the user has put there since", () => {
    const out = makeOut("since");
    for (const folder of ["v1/a", "v1/b"]) {
      mkdirSync(join(out, ".staging-x", folder), { recursive: true });
      writeFileSync(join(out, ".staging-x", folder, "1.patch"), "late");
    }
    writeFileSync(join(out, ".staging-x/.ready"), "");
    writeFileSync(join(out, "v1/a/notes.txt"), "mine");
    spawnSync(process.execPath, [runner, out, "next", "0"]);
    expect(filesOf(out)).toMatchObject({
      "v1/a/notes.txt": "mine",
      "v1/a/1.patch": "old",
      "v1/b/1.patch": "late",
    });
  });

  it("is not touched while its run is alive", async () => {
    const out = makeOut("alive");
    const holder = spawn(process.execPath, [runner, out, "hold", "0"], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    await new Promise((resolve) => holder.stdout.once("data", resolve));
    const staging = readdirSync(out).filter((name) => name.startsWith(".staging-"));
    const second = spawn(process.execPath, [runner, out, "next", "0"]);
    // Longer than the holder's lock was last renewed before the second looked.
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(readdirSync(out).filter((name) => name.startsWith(".staging-"))).toEqual(staging);
    holder.stdin.end();
    await new Promise((resolve) => second.once("close", resolve));
    expect(filesOf(out)).toMatchObject({ "v1/a/1.patch": "hold", "v1/d/1.patch": "next" });
  });
});
